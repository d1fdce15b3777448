import type { Chat } from '../../../server/protocol/chats.ts';
import { useMe } from '../me.ts';
import { othersIn, titleOf } from '../title.ts';
import { useNames } from './use-person.ts';

const none: readonly string[] = [];

/** What a chat is called for its reader, with the names of who is in it where it has none of its own; '' for no chat. */
export function useChatTitle(chat: Chat | null | undefined): string {
  const me = useMe().username;
  const isNamed = chat === null || chat === undefined || chat.name !== null;
  const names = useNames(isNamed ? none : othersIn(chat, me));
  return chat === null || chat === undefined ? '' : titleOf(chat, names);
}
