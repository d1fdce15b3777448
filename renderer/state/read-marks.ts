import type { Socket } from '../api/socket.ts';
import type { ReadPosition } from '../../server/protocol/reading.ts';

/** The server is told what was read at most this often. */
export const READ_EVERY_MS = 1_000;

/** Tells the server what was read here, until it has said that it knows. */
export type ReadMarks = {
  tell: (chatId: number, messageId: number) => void;
  connected: () => void;
  disconnected: () => void;
  /** The server says how far this user has read. */
  confirmed: (position: Pick<ReadPosition, 'chat_id' | 'message_id'>) => void;
  /** This user takes part in the chat no more. */
  forget: (chatId: number) => void;
  close: () => void;
};

export function createReadMarks(socket: Pick<Socket, 'send'>): ReadMarks {
  const untold = new Map<number, { messageId: number; isSent: boolean }>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function send() {
    let hasSent = false;
    for (const [chatId, mark] of untold) {
      if (mark.isSent || !socket.send({ type: 'read', chat_id: chatId, message_id: mark.messageId })) continue;
      mark.isSent = true;
      hasSent = true;
    }
    if (!hasSent) return;
    timer = setTimeout(() => {
      timer = undefined;
      send();
    }, READ_EVERY_MS);
  }

  return {
    tell: (chatId, messageId) => {
      untold.set(chatId, { messageId, isSent: false });
      if (timer === undefined) send();
    },
    connected: () => {
      if (timer === undefined) send();
    },
    disconnected: () => {
      clearTimeout(timer);
      timer = undefined;
      for (const mark of untold.values()) mark.isSent = false;
    },
    confirmed: ({ chat_id, message_id }) => {
      if ((untold.get(chat_id)?.messageId ?? Infinity) <= message_id) untold.delete(chat_id);
    },
    forget: (chatId) => untold.delete(chatId),
    close: () => clearTimeout(timer),
  };
}
