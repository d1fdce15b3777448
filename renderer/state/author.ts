import type { Message } from '../../server/protocol/messages.ts';
import { text } from '../texts/text.ts';
import { nameOf } from './profiles.ts';
import type { Profiles } from './types.ts';

/** Who has said something: somebody with an account, the bot, or a program. */
export type Author = Pick<Message, 'user_id' | 'username' | 'is_bot'>;

/** A program posts under a name of its own. Whoever is called the same has nothing to do with it. */
export const isIntegration = ({ user_id, is_bot }: Omit<Author, 'username'>): boolean => user_id === null && !is_bot;

/** What an author is called in plain text; see `AuthorName` for where there is a mark. */
export function authorNameOf(profiles: Profiles, author: Author): string {
  return isIntegration(author)
    ? text('integration.named', { name: author.username })
    : nameOf(profiles, author.username);
}
