import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import type { Rest } from '../api/rest.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';
import type { User } from '../../server/protocol/users.ts';
import { withChat } from './chats.ts';
import type { Environment } from './environment.ts';
import { changed, hasReacted, withMessage, withReaction } from './message-changes.ts';
import { enqueue, OUTBOX_MAX } from './outbox.ts';
import { selectMessage } from './selectors.ts';
import type { Actions, AppState } from './types.ts';

type Act = 'react' | 'deleteMessage' | 'setPinned' | 'pinnedMessages' | 'editsOf' | 'loadQuoted' | 'forward';

/** What can be done with a message, for one user. */
export type MessageActs = Pick<Actions, Act> & {
  /** One's own reactions that are under way stand, whatever was told of the others' meanwhile. */
  heard: (frame: ServerFrame) => void;
};

/** Reactions are shown at once; everything else once the server has told of it. */
export function createMessageActs(
  store: StoreApi<AppState>,
  rest: Rest,
  me: User,
  environment: Pick<Environment, 'newClientId' | 'now'>,
): MessageActs {
  /** What this user wants of a reaction, while the server has not answered to that. */
  const wanted = new Map<string, { chatId: number; messageId: number; emoji: string; isOn: boolean }>();
  const quoting = new Set<string>();

  function requireConnection() {
    if (store.getState().connection.kind === 'connected') return;
    throw new ApiError({ kind: 'local', message: 'You are not connected. Try again when the connection is back.' });
  }

  function change(chatId: number, messageId: number, by: (message: Message) => Message) {
    store.setState((state) =>
      withChat(state, chatId, (chat) => {
        const messages = withMessage(chat.messages, messageId, by);
        return messages === chat.messages ? chat : { ...chat, messages };
      }),
    );
  }

  async function react(chatId: number, messageId: number, emoji: string) {
    requireConnection();
    const message = selectMessage(chatId, messageId)(store.getState());
    if (message === undefined || message.deleted_at !== undefined) return;
    const isOn = !hasReacted(message, me, emoji);
    const key = `${messageId} ${emoji}`;
    const isUnderWay = wanted.has(key);
    wanted.set(key, { chatId, messageId, emoji, isOn });
    change(chatId, messageId, (current) => withReaction(current, me, emoji, isOn));
    if (isUnderWay) return;
    let last: boolean | undefined;
    try {
      // Clicked again meanwhile: answers may overtake each other, so one waits for the other.
      for (let want = isOn; want !== last; want = wanted.get(key)!.isOn) {
        await rest.react(chatId, messageId, emoji, want);
        last = want;
      }
      wanted.delete(key);
    } catch (error) {
      wanted.delete(key);
      change(chatId, messageId, (current) => withReaction(current, me, emoji, last ?? !isOn));
      throw error;
    }
  }

  async function deleteMessage(chatId: number, messageId: number) {
    requireConnection();
    const { deleted_at = new Date(environment.now()).toISOString() } = await rest.deleteMessage(chatId, messageId);
    const gone = { type: 'message_deleted', chat_id: chatId, message_id: messageId, username: me.username } as const;
    change(chatId, messageId, (message) => changed(message, { ...gone, deleted_at }));
  }

  async function setPinned(chatId: number, messageId: number, isPinned: boolean) {
    requireConnection();
    const ids = await rest.setPinned(chatId, messageId, isPinned);
    store.setState((state) =>
      withChat(state, chatId, (chat) => ({ ...chat, chat: { ...chat.chat, pinned_message_ids: ids } })),
    );
  }

  async function loadQuoted(chatId: number, messageId: number) {
    const key = `${chatId} ${messageId}`;
    const chat = store.getState().chats[chatId];
    if (chat === undefined || quoting.has(key) || messageId in chat.quoted) return;
    quoting.add(key);
    const keep = (message: Message | null) =>
      store.setState((state) =>
        withChat(state, chatId, (known) => ({ ...known, quoted: { ...known.quoted, [messageId]: message } })),
      );
    try {
      keep(await rest.message(chatId, messageId));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) keep(null);
      else throw error;
    } finally {
      quoting.delete(key);
    }
  }

  function forward(source: { chat_id: number; message_id: number }, chatIds: readonly number[], comment: string) {
    const content = comment.replaceAll('\0', '').toWellFormed().trim();
    const entries = chatIds.flatMap((chatId) => [
      { client_id: environment.newClientId(), chat_id: chatId, content: '', forward: source },
      ...(content === '' ? [] : [{ client_id: environment.newClientId(), chat_id: chatId, content }]),
    ]);
    if (store.getState().outbox.length + entries.length > OUTBOX_MAX) {
      throw new ApiError({
        kind: 'local',
        message: 'Too many messages are waiting to be sent. Wait until the connection is back.',
      });
    }
    store.setState(({ outbox }) => ({
      outbox: entries.reduce((queue, entry) => enqueue(queue, entry, environment.now()), outbox),
    }));
    return entries.map(({ client_id }) => client_id);
  }

  return {
    react,
    deleteMessage,
    setPinned,
    pinnedMessages: async (chatId) => rest.pins(chatId),
    editsOf: async (chatId, messageId) => rest.edits(chatId, messageId),
    loadQuoted,
    forward,
    heard: (frame) => {
      if (frame.type !== 'message_reactions') return;
      for (const { chatId, messageId, emoji, isOn } of wanted.values()) {
        if (messageId !== frame.message_id) continue;
        change(chatId, messageId, (message) => withReaction(message, me, emoji, isOn));
      }
    },
  };
}
