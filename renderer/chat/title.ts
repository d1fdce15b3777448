import type { Chat } from '../../server/protocol/chats.ts';
import { perLocale } from '../texts/language.ts';
import { text } from '../texts/text.ts';

const names = perLocale((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));

/** What a chat is called for this reader: its name, else who else is in it. */
export function chatTitle(chat: Chat, me: string): string {
  if (chat.name !== null) return chat.name;
  const others = chat.participant_usernames.filter((name) => name !== me);
  if (others.length > 0) return names().format(others);
  return text(chat.is_ai_chat ? 'sidebar.kind.ai' : 'chat.alone');
}

/** Names as one enumeration. */
export const listNames = (all: readonly string[]) => names().format(all);
