import { shareBase } from './share-base.ts';
import { useApp } from './store.ts';

/** A place in a chat: one of its messages, or the chat as it is. */
export type Place = { chatId: number; messageId: number | null };

/** The address of a message within the page. */
export const messagePath = (chatId: number, messageId: number): string => `/chats/${chatId}/${messageId}`;

/** A link to a message of the current server, for others who take part in the chat. */
export function messageLink(chatId: number, messageId: number): string {
  return `${shareBase().base}${messagePath(chatId, messageId)}`;
}

const idOf = (digits: string | undefined): number | null => {
  const id = Number(digits);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
};

/** The place that a path of the page leads to; null where it is none. */
export function placeInPath(path: string): Place | null {
  const [, chat, message] = /^\/chats\/(\d+)(?:\/(\d+))?\/?$/.exec(path) ?? [];
  const chatId = idOf(chat);
  return chatId === null ? null : { chatId, messageId: idOf(message) };
}

/** The place on the current server that a link leads to, by either of its addresses; null for any other link. */
export function placeInLink(url: string): Place | null {
  const { server } = useApp.getState();
  const bases = [server, shareBase().base];
  const base = bases.find((one) => one !== '' && url.startsWith(`${one}/`));
  return base === undefined ? null : placeInPath(url.slice(base.length));
}
