import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { User } from '../../server/protocol/users.ts';
import { withChat } from './chats.ts';
import { findMessage } from './messages.ts';
import { withHeard, withPosition, withRead } from './reading.ts';
import type { AppState, ReadingState } from './types.ts';

/** What a frame says about what is read, and what is not. */
export function withReading(state: AppState, frame: ServerFrame, self: User | null): AppState {
  switch (frame.type) {
    case 'message': {
      const { message_id: id, user_id, mentions } = frame;
      return change(state, frame.chat_id, (reading) => said(reading, { id, user_id, mentions, isReply: false }, self));
    }
    case 'bot_stream': {
      const { chat_id, message_id: id } = frame;
      // Who has its end already has counted it, or seen it.
      const { status = 'streaming' } = findMessage(state.chats[chat_id]?.messages ?? [], id) ?? {};
      if (!frame.is_complete || status !== 'streaming') return state;
      return change(state, chat_id, (reading) => said(reading, { id, user_id: null, isReply: true }, self));
    }
    case 'activity': {
      const newest = { ...frame, id: frame.message_id, isReply: frame.is_bot };
      const earlier = (frame.earlier ?? []).map((one) => ({
        ...one,
        id: one.message_id,
        isReply: one.is_bot ?? one.user_id === null,
      }));
      return change(state, frame.chat_id, (reading) =>
        [...earlier, newest].reduce((former, one) => said(former, one, self), reading),
      );
    }
    case 'read_position':
      return change(state, frame.chat_id, (reading) => withPosition(reading, frame));
    default:
      return state;
  }
}

type Said = { id: number; user_id: number | null; mentions?: readonly string[] | undefined; isReply: boolean };

/** Who says something has read what stands before it. */
function said(reading: ReadingState, { id, user_id, mentions, isReply }: Said, self: User | null): ReadingState {
  if (self !== null && user_id === self.id) return withRead(reading, id);
  const isMention = self !== null && mentions?.includes(self.username) === true;
  return withHeard(reading, [{ id, isMention, isReply }]);
}

function change(state: AppState, chatId: number, to: (reading: ReadingState) => ReadingState): AppState {
  return withChat(state, chatId, (chat) => {
    const reading = to(chat.reading);
    return reading === chat.reading ? chat : { ...chat, reading };
  });
}
