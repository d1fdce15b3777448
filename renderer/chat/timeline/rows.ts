import type { Message } from '../../../server/protocol/messages.ts';
import type { Notice, OutboxEntry } from '../../state/types.ts';
import { dayOf } from '../../texts/dates.ts';

/** What of a message decides how the timeline is laid out. None of it changes while a reply streams. */
export type Outline = Pick<Message, 'id' | 'user_id' | 'username' | 'is_bot' | 'created_at' | 'client_id'>;

/** What stands above an entry. */
interface Above {
  /** The time whose day begins here. */
  day: string | null;
  /** The reader has not seen what follows. */
  unread: boolean;
}

/** One line of the timeline. `key` stays with what is shown, also when a pending message becomes a stored one. */
export type Row =
  | { kind: 'start'; key: string }
  | ({ kind: 'message'; key: string; id: number; head: boolean } & Above)
  | ({ kind: 'reply'; key: string; id: number } & Above)
  | { kind: 'notice'; key: string; notice: Notice }
  /** Messages are missing between what stands above and below. */
  | { kind: 'gap'; key: string }
  | { kind: 'pending'; key: string; entry: OutboxEntry; head: boolean; day: string | null; unread: false };

/** Messages of one sender within this time stand together under one name. */
const GROUP_MS = 5 * 60_000;

interface RowsInput {
  messages: readonly Outline[];
  notices: readonly Notice[];
  outbox: readonly OutboxEntry[];
  me: { id: number; username: string };
  /** Nothing older exists: the timeline begins here. */
  complete: boolean;
  /** Newer messages exist that are not among these. */
  hasNewer: boolean;
  /** Messages of others behind this id are new to the reader; null where everything was seen. */
  seenUpTo: number | null;
}

interface Sender {
  /** Null: an integration, which may be called as somebody is. */
  id: number | null;
  name: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Lays out the timeline, oldest first. */
export function buildRows({ messages, notices, outbox, me, complete, hasNewer, seenUpTo }: RowsInput): Row[] {
  const rows: Row[] = complete ? [{ kind: 'start', key: 'start' }] : [];
  let previous: Sender | null = null;
  // Its first moment and that of the next day, so that a long chat needs no calendar for every message.
  let day: readonly [from: number, to: number] = [0, 0];
  let unreadShown = seenUpTo === null;
  let nextNotice = 0;

  const addNotices = (upTo: number) => {
    for (let notice = notices[nextNotice]; notice && notice.after_message_id < upTo; notice = notices[++nextNotice]) {
      // What belongs above the oldest loaded message comes with it.
      if (rows.length === 0 && !complete && notice.after_message_id > 0) continue;
      rows.push({ kind: 'notice', key: `n${notice.id}`, notice });
      previous = null;
    }
  };
  const startsDay = (at: number) => {
    if (at >= day[0] && at < day[1]) return false;
    day = dayOf(at);
    return true;
  };
  const isHead = (sender: Sender) => {
    // The date may have been set back in between.
    const apart = previous === null ? Infinity : Math.abs(sender.at - previous.at);
    const joined = previous?.id === sender.id && previous.name === sender.name && apart < GROUP_MS;
    previous = sender;
    return !joined;
  };

  for (const message of messages) {
    addNotices(message.id);
    const mine = message.user_id === me.id;
    const unread = !unreadShown && !mine && message.id > (seenUpTo ?? 0);
    unreadShown ||= unread;
    const at = Date.parse(message.created_at);
    const above = { day: startsDay(at) ? message.created_at : null, unread };
    if (message.is_bot) {
      previous = null;
      rows.push({ kind: 'reply', key: `m${message.id}`, id: message.id, ...above });
      continue;
    }
    if (above.day !== null || above.unread) previous = null;
    const head = isHead({ id: message.user_id, name: message.username, at });
    const key = mine && message.client_id !== undefined ? `c${message.client_id}` : `m${message.id}`;
    rows.push({ kind: 'message', key, id: message.id, head, ...above });
  }
  // What belongs behind the newest loaded message comes with what is newer.
  if (!hasNewer) addNotices(Infinity);
  else if (outbox.length > 0) rows.push({ kind: 'gap', key: 'gap' });
  for (const entry of outbox) {
    const at = Date.parse(entry.created_at);
    const begins = startsDay(at) ? entry.created_at : null;
    if (begins !== null) previous = null;
    const head = isHead({ id: me.id, name: me.username, at });
    rows.push({ kind: 'pending', key: `c${entry.client_id}`, entry, head, day: begins, unread: false });
  }
  return rows;
}

/** True where two lists of messages lay out alike. */
export function sameOutlines(a: readonly Outline[], b: readonly Outline[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((message, index) => {
    const other = b[index];
    return (
      message === other ||
      (message.id === other?.id &&
        message.created_at === other.created_at &&
        message.user_id === other.user_id &&
        message.username === other.username)
    );
  });
}
