import type { SearchRequest } from '../core/ports/store.ts';
import type { Message } from '../protocol/messages.ts';
import { matchesTerms } from '../protocol/search.ts';
import { foldUsername } from '../protocol/users.ts';

/** True for what a search is to find, `chatIds`, `before` and `limit` aside; see `Store.search`. */
export function isFound(message: Message, { terms, from, since, until, hasFile }: SearchRequest): boolean {
  const { status, deleted_at, files = [] } = message;
  if (status === 'streaming' || deleted_at !== undefined) return false;
  if (from !== undefined && foldUsername(message.username) !== foldUsername(from)) return false;
  if (hasFile !== undefined && hasFile !== files.length > 0) return false;
  const time = Date.parse(message.created_at);
  if (time < (since ?? -Infinity) || time >= (until ?? Infinity)) return false;
  return terms.length === 0 || matchesTerms(message.content, terms);
}
