import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '../../../server/protocol/frames.ts';
import { loseRoom, newChatState, settle, withChat } from '../../../renderer/state/chats.ts';
import { MERGE_MS, NOTICES_MAX, RETURN_MS } from '../../../renderer/state/notices.ts';
import { enqueue } from '../../../renderer/state/outbox.ts';
import { applyFrame } from '../../../renderer/state/reducer.ts';
import { initialState } from '../../../renderer/state/store.ts';
import type { AppState, ChatState } from '../../../renderer/state/types.ts';
import { aChat, ada, aMessage } from '../support/backend.ts';

const START = Date.parse('2026-01-01T12:00:00.000Z');
/** What `elapsed` says then. */
const OPENED = 5000;

/** A state that hears frames and lets time pass; only `state` counts. */
function listening(initial: Partial<AppState> = {}) {
  const chats: Record<number, ChatState> = { 1: newChatState(aChat(1)), 2: newChatState(aChat(2)) };
  let state: AppState = { ...initialState, chats, chatOrder: [1, 2], ...initial };
  let elapsed = OPENED;
  return {
    hear: (...frames: ServerFrame[]) => {
      for (const frame of frames) state = applyFrame(state, frame, { now: START, elapsed, self: ada, isFocused: true });
    },
    change: (chatId: number, change: (chat: ChatState) => ChatState) => (state = withChat(state, chatId, change)),
    pass: (ms: number) => {
      elapsed += ms;
      state = withChat(state, 1, (chat) => settle(chat, elapsed));
    },
    state: () => state,
    chat: (id = 1) => state.chats[id]!,
  };
}

const message = (id: number, fields: object = {}): ServerFrame => {
  const { id: message_id, status: _, ...rest } = aMessage(id);
  return { type: 'message', message_id, ...rest, ...fields };
};
const joined = (username: string): ServerFrame => ({ type: 'user_joined', chat_id: 1, username });
const left = (username: string): ServerFrame => ({ type: 'user_left', chat_id: 1, username });
const room = (...members: string[]): ServerFrame => ({ type: 'joined', chat_id: 1, members, last_message_id: 0 });
const typing = (username: string): ServerFrame => ({ type: 'typing', chat_id: 1, username });
const chunk = (message_id: number, offset: number, text: string, fields: object = {}): ServerFrame => ({
  type: 'bot_stream',
  chat_id: 1,
  message_id,
  username: 'Gemini',
  is_complete: false,
  offset,
  chunk: text,
  ...fields,
});
const queued = (message_id: number, position: number): ServerFrame => ({
  type: 'turn_queued',
  chat_id: 1,
  message_id,
  username: 'bob',
  position,
});

describe('messages', () => {
  test('a message in any chat moves that chat up', () => {
    const world = listening();
    world.hear(message(5, { chat_id: 2 }));
    expect(world.state().chatOrder).toEqual([2, 1]);
    expect(world.chat(2).messages.map(({ id }) => id)).toEqual([5]);
  });

  test('a message of a chat that is not known changes nothing', () => {
    const world = listening();
    const before = world.state();
    world.hear(message(5, { chat_id: 99 }), chunk(6, 0, 'x', { chat_id: 99 }));
    expect(world.state()).toBe(before);
  });

  test('[CLIENT4] a chunk changes the message it belongs to and nothing else', () => {
    const world = listening();
    world.hear(message(1), message(2), chunk(3, 0, 'a'));
    const before = world.state();
    world.hear(chunk(3, 1, 'b'));
    expect(world.chat().messages[2]?.content).toBe('ab');
    expect(world.chat().messages[0]).toBe(before.chats[1]!.messages[0]);
    expect(world.chat(2)).toBe(before.chats[2]);
    expect(world.chat().members).toBe(before.chats[1]!.members);
    expect(world.state().chatOrder).toBe(before.chatOrder);
    expect(world.state().outbox).toBe(before.outbox);
  });
});

describe('the outbox', () => {
  const outbox = enqueue([], { client_id: 'c1', chat_id: 1, content: 'hi' }, START);
  const refusal = {
    type: 'error',
    error: 'Not authorized',
    code: 'not_authorized',
    chat_id: 1,
    client_id: 'c1',
  } as const;

  test('[CLIENT10] the echo takes the entry out', () => {
    const world = listening({ outbox });
    world.hear(message(9, { user_id: ada.id, username: 'ada', client_id: 'c1' }));
    expect(world.state().outbox).toEqual([]);
    expect(world.chat().messages).toMatchObject([{ id: 9, client_id: 'c1' }]);
  });

  test("[CLIENT10] somebody else's message with the same client_id, or one in another chat, is no echo", () => {
    const world = listening({ outbox });
    world.hear(message(9, { client_id: 'c1' }), message(10, { user_id: ada.id, chat_id: 2, client_id: 'c1' }));
    expect(world.state().outbox).toBe(outbox);
  });

  test('[CLIENT11] a refusal marks its entry with the sentence, and only a refusal that does not pass', () => {
    const world = listening({ outbox });
    world.hear({ ...refusal, code: 'storage_unavailable' });
    expect(world.state().outbox[0]?.state).toEqual({ kind: 'sending' });
    world.hear(refusal);
    expect(world.state().outbox[0]?.state).toEqual({
      kind: 'refused',
      error: 'Not authorized',
      code: 'not_authorized',
    });
    expect(world.state().alert).toBeNull();
  });

  test('the echo of an entry that was given up takes it out as well', () => {
    const world = listening({ outbox });
    world.hear(refusal, message(9, { user_id: ada.id, client_id: 'c1' }));
    expect(world.state().outbox).toEqual([]);
  });

  test('a refusal of anything else is told, each time anew', () => {
    const world = listening();
    const notRunning = { type: 'error', error: 'Not running.', code: 'nothing_to_stop', chat_id: 1 } as const;
    world.hear(notRunning);
    expect(world.state().alert).toEqual({ id: 1, chat_id: 1, error: 'Not running.', code: 'nothing_to_stop' });
    world.hear(notRunning);
    expect(world.state().alert?.id).toBe(2);
  });
});

describe('typing', () => {
  test('[CLIENT6] shows others for five seconds after their last sign of it', () => {
    const world = listening();
    world.hear(typing('bob'));
    world.pass(4_000);
    world.hear(typing('bob'));
    world.pass(4_999);
    expect(world.chat().typing).toEqual(['bob']);
    world.pass(1);
    expect(world.chat().typing).toEqual([]);
  });

  test('[CLIENT6] ends with the message that was typed, and when they leave', () => {
    const world = listening();
    world.hear(room('ada', 'bob', 'cy'), typing('bob'), typing('cy'), message(1));
    expect(world.chat().typing).toEqual(['cy']);
    world.hear(left('cy'));
    expect(world.chat().typing).toEqual([]);
  });

  test('never shows oneself', () => {
    const world = listening();
    world.hear(typing('ada'));
    expect(world.chat().typing).toEqual([]);
  });
});

describe('comings and goings', () => {
  test('are told once and merged while they are close together', () => {
    const world = listening();
    world.hear(room('ada'), message(4), joined('bob'), joined('cy'));
    expect(world.chat().members).toEqual(['ada', 'bob', 'cy']);
    expect(world.chat().notices).toEqual([{ id: 1, at: OPENED, after_message_id: 4, joined: ['bob', 'cy'], left: [] }]);
    world.pass(MERGE_MS + 1);
    world.hear(joined('dee'));
    expect(world.chat().notices).toHaveLength(2);
  });

  test('[CLIENT7] who comes back within ten seconds has not left', () => {
    const world = listening();
    world.hear(room('ada', 'bob'), left('bob'));
    expect(world.chat().members).toEqual(['ada']);
    world.pass(RETURN_MS - 1);
    world.hear(joined('bob'));
    world.pass(RETURN_MS);
    expect(world.chat().members).toEqual(['ada', 'bob']);
    expect(world.chat().notices).toEqual([]);
  });

  test('[CLIENT7] who stays away is told to have left', () => {
    const world = listening();
    world.hear(room('ada', 'bob'), left('bob'));
    world.pass(RETURN_MS - 1);
    expect(world.chat().notices).toEqual([]);
    world.pass(1);
    expect(world.chat().notices).toMatchObject([{ joined: [], left: ['bob'] }]);
  });

  test('who only looked in leaves no trace', () => {
    const world = listening();
    world.hear(room('ada'), joined('bob'), left('bob'));
    world.pass(RETURN_MS);
    expect(world.chat().notices).toEqual([]);
  });

  test('[CLIENT7] a reconnect of this window, or of everybody after a restart, is no news', () => {
    const world = listening();
    world.hear(room('ada', 'bob', 'cy'));
    world.change(1, loseRoom);
    world.hear(room('ada'), joined('bob'));
    world.pass(RETURN_MS);
    expect(world.chat().notices).toMatchObject([{ joined: [], left: ['cy'] }]);
  });

  test('names that objects have by nature are names like others', () => {
    const world = listening();
    world.hear(room('ada'), joined('constructor'), joined('__proto__'));
    expect(world.chat().notices).toMatchObject([{ joined: ['constructor', '__proto__'] }]);
  });

  test("one's own, from another window, are no news", () => {
    const world = listening();
    world.hear(room('bob'), joined('ada'), left('ada'));
    world.pass(RETURN_MS);
    expect(world.chat().notices).toEqual([]);
    expect(world.chat().members).toEqual(['bob']);
  });

  test('no more than the latest notices are kept', () => {
    const world = listening();
    for (let index = 0; index < NOTICES_MAX + 5; index++) {
      world.hear(joined(`guest${index}`));
      world.pass(MERGE_MS + 1);
    }
    expect(world.chat().notices).toHaveLength(NOTICES_MAX);
    expect(world.chat().notices.at(-1)?.joined).toEqual([`guest${NOTICES_MAX + 4}`]);
  });
});

describe('waiting turns', () => {
  test('stand in their order, until their reply starts', () => {
    const world = listening();
    world.hear(queued(11, 1), queued(10, 0), queued(12, 2));
    expect(world.chat().queued.map((turn) => turn.message_id)).toEqual([10, 11, 12]);
    world.hear(chunk(13, 0, '', { reply_to: 10 }), queued(11, 0));
    expect(world.chat().queued).toMatchObject([
      { message_id: 11, position: 0 },
      { message_id: 12, position: 2 },
    ]);
  });

  test('that ended unheard are forgotten when the room is entered again', () => {
    const world = listening();
    world.hear(queued(10, 0), room('ada'));
    expect(world.chat().queued).toEqual([]);
  });
});

describe('chats', () => {
  test('one that was added stands on top; what is known of it stays', () => {
    const world = listening();
    world.hear({ type: 'chat_added', chat: aChat(3) });
    expect(world.state().chatOrder).toEqual([3, 1, 2]);
    world.hear(message(5), { type: 'chat_added', chat: aChat(1, { name: 'New name' }) });
    expect(world.chat()).toMatchObject({ chat: { name: 'New name' }, messages: [{ id: 5 }] });
  });

  test('a new participant is named with the others', () => {
    const world = listening();
    world.hear({ type: 'participant_added', chat_id: 1, username: 'cy' });
    expect(world.chat().chat.participant_usernames).toEqual(['ada', 'bob', 'cy']);
  });
});
