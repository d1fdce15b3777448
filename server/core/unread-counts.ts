import { UNREAD_COUNTED } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import type { Newest, Store } from './ports/store.ts';

/** So many pages are looked at for one count at most: behind as many deleted messages nobody needs an exact number. */
const PAGES_MAX = 10;

interface Counted {
  /** Messages behind this one are counted ... */
  from: number;
  /** ... up to this one, which is among them. */
  to: number;
  count: number;
  /** See `Newest`. */
  changes: number;
}

/**
 * Counts what somebody has not read, from the messages behind their position. What was counted is remembered, so that a
 * chat is only looked at again for what has come since, or where something in it was changed.
 */
export class UnreadCounts {
  readonly #store: Store;
  readonly #counted = new Map<number, Map<number, Counted>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** At most `UNREAD_COUNTED`. @param readId everything up to there is read. */
  async count(chatId: number, userId: number, readId: number, newest: Newest): Promise<number> {
    const byUser = this.#counted.get(chatId);
    const newestId = newest.message?.id ?? 0;
    if (newestId <= readId) {
      byUser?.delete(userId);
      return 0;
    }
    const former = byUser?.get(userId);
    const isGood = former?.from === readId && former.changes === newest.changes;
    const start = isGood ? former : { to: readId, count: 0 };
    const counted = await this.#goOn(chatId, userId, start, newestId);
    const kept = byUser ?? new Map<number, Counted>();
    this.#counted.set(chatId, kept.set(userId, { ...counted, from: readId, changes: newest.changes }));
    return counted.count;
  }

  async #goOn(chatId: number, userId: number, start: Pick<Counted, 'to' | 'count'>, newestId: number) {
    let { to, count } = start;
    for (let pages = 0; to < newestId && count < UNREAD_COUNTED && pages < PAGES_MAX; pages++) {
      const page = await this.#store.messages(chatId, { after: to, before: newestId + 1, limit: UNREAD_COUNTED });
      count += page.filter((message) => isUnread(message, userId)).length;
      to = page.length < UNREAD_COUNTED ? newestId : page.at(-1)!.id;
    }
    return { to, count: Math.min(count, UNREAD_COUNTED) };
  }
}

/** Whether a message that is not read counts. */
function isUnread({ user_id, deleted_at, status }: Message, userId: number): boolean {
  return user_id !== userId && deleted_at === undefined && status !== 'streaming';
}
