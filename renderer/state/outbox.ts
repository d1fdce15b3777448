import type { ErrorCode } from '../../server/protocol/codes.ts';
import type { OutboxEntry } from './types.ts';

/** More than this many unacknowledged sends are refused: something is wrong, and the browser's storage is small. */
export const OUTBOX_MAX = 200;

type Outbox = readonly OutboxEntry[];

/** What waits for files cannot go yet. */
const stateOf = ({ uploads = [] }: Pick<OutboxEntry, 'uploads'>): OutboxEntry['state'] => ({
  kind: uploads.length > 0 ? 'uploading' : 'sending',
});

/** Adds an entry behind all others. */
export function enqueue(outbox: Outbox, entry: Omit<OutboxEntry, 'state' | 'created_at'>, now: number): Outbox {
  return [...outbox, { ...entry, created_at: nextTime(outbox, now), state: stateOf(entry) }];
}

/** The server has the message. An entry that was given up counts as well: the refusal was wrong. */
export function acknowledge(outbox: Outbox, chatId: number, clientIds: ReadonlySet<string>): Outbox {
  return without(outbox, (entry) => entry.chat_id === chatId && clientIds.has(entry.client_id));
}

/** The server does not take the entry; it stays until the user retries or discards it. */
export function refuse(outbox: Outbox, clientId: string, error: string, code: ErrorCode): Outbox {
  return outbox.map((entry) =>
    entry.client_id === clientId ? { ...entry, state: { kind: 'refused', error, code } } : entry,
  );
}

/** Sends a refused entry again, under its old id (the server may have it after all), as the newest of all. */
export function requeue(outbox: Outbox, clientId: string, now: number): Outbox {
  const entry = find(outbox, clientId);
  if (entry?.state.kind !== 'refused') return outbox;
  const rest = outbox.filter((other) => other !== entry);
  return [...rest, { ...entry, created_at: nextTime(rest, now), state: stateOf(entry) }];
}

/** Takes an entry out. */
export function remove(outbox: Outbox, clientId: string): Outbox {
  return without(outbox, (entry) => entry.client_id === clientId);
}

/** The entry with this id. */
export function find(outbox: Outbox, clientId: string): OutboxEntry | undefined {
  return outbox.find((entry) => entry.client_id === clientId);
}

/** The entry of the chat that is sent next, or is under way. */
export function headOf(outbox: Outbox, chatId: number): OutboxEntry | undefined {
  return outbox.find((entry) => entry.chat_id === chatId && entry.state.kind === 'sending');
}

function without(outbox: Outbox, isGone: (entry: OutboxEntry) => boolean): Outbox {
  return outbox.some(isGone) ? outbox.filter((entry) => !isGone(entry)) : outbox;
}

/** The order survives a reload by these times, so no two are the same. */
function nextTime(outbox: Outbox, now: number): string {
  const last = outbox.reduce((latest, entry) => Math.max(latest, Date.parse(entry.created_at)), 0);
  return new Date(Math.max(now, last + 1)).toISOString();
}
