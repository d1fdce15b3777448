import type { Chat } from '../../server/protocol/chats.ts';
import { nameOf } from '../state/profiles.ts';
import type { Profiles } from '../state/types.ts';
import { perLocale } from '../texts/language.ts';
import { text } from '../texts/text.ts';

const names = perLocale((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));

/** What a chat is called for this reader: its name, else who else is in it. */
export function chatTitle(chat: Chat, me: string, profiles: Profiles): string {
  return titleOf(chat, chat.name === null ? othersIn(chat, me).map((username) => nameOf(profiles, username)) : []);
}

/** Those who give their names to a chat that has none, by username. */
export function othersIn(chat: Chat, me: string): readonly string[] {
  return chat.participant_usernames.filter((name) => name !== me);
}

/** The same, where it is known what the others are called. */
export function titleOf(chat: Chat, others: readonly string[]): string {
  if (chat.name !== null) return chat.name;
  if (others.length > 0) return names().format(others);
  return text(chat.is_ai_chat ? 'sidebar.kind.ai' : 'chat.alone');
}

/** Names as one enumeration. */
export const listNames = (all: readonly string[]) => names().format(all);
