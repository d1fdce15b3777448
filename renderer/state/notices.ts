import { newestId } from './messages.ts';
import type { ChatEvent, ChatState, Notice } from './types.ts';

/** Who comes back within this time has not left: a page that reloads, a Wi-Fi that stumbles. */
export const RETURN_MS = 10_000;
/** What happens within this time of a notice is added to it. */
export const MERGE_MS = 120_000;
export const NOTICES_MAX = 20;

/** Somebody has entered the room. */
export function withJoined(chat: ChatState, username: string, now: number): ChatState {
  if (!chat.pending.leftAt.has(username)) return withNotice(chat, { joined: [username], left: [] }, now);
  return withLeftAt(chat, without(chat.pending.leftAt, [username]));
}

/** Somebody has left the room; it is told only when they stay away. */
export function withLeft(chat: ChatState, username: string, now: number): ChatState {
  return withLeftAt(chat, new Map([...chat.pending.leftAt, [username, now]]));
}

/**
 * A fresh list of who is in the room, after this connection was away: who was there before and is missing now may only
 * be on the way back as well.
 */
export function withMembers(chat: ChatState, members: readonly string[], self: string | null, now: number): ChatState {
  const missing = chat.members.filter((name) => name !== self && !members.includes(name));
  const leftAt = new Map([...missing.map((name) => [name, now] as const), ...without(chat.pending.leftAt, members)]);
  return { ...withLeftAt(chat, leftAt), members };
}

/** Tells of those who have stayed away. */
export function withSettledNotices(chat: ChatState, now: number): ChatState {
  const gone = new Map([...chat.pending.leftAt].filter(([, at]) => now - at >= RETURN_MS));
  if (gone.size === 0) return chat;
  const names = [...gone.keys()];
  const settled = withLeftAt(chat, without(chat.pending.leftAt, names));
  return withNotice(settled, { joined: [], left: names }, Math.max(...gone.values()));
}

/** Something has been done with the chat. */
export function withEvent(chat: ChatState, event: ChatEvent, at: number): ChatState {
  const id = (chat.notices.at(-1)?.id ?? 0) + 1;
  const notice: Notice = { id, at, after_message_id: newestKnown(chat), joined: [], left: [], event };
  return { ...chat, notices: [...chat.notices, notice].slice(-NOTICES_MAX) };
}

function withLeftAt(chat: ChatState, leftAt: ReadonlyMap<string, number>): ChatState {
  return { ...chat, pending: { ...chat.pending, leftAt } };
}

function withNotice(chat: ChatState, change: Pick<Notice, 'joined' | 'left'>, at: number): ChatState {
  const last = chat.notices.at(-1);
  if (last === undefined || last.event !== undefined || at - last.at > MERGE_MS) {
    const notice: Notice = { id: (last?.id ?? 0) + 1, at, after_message_id: newestKnown(chat), ...change };
    return { ...chat, notices: [...chat.notices, notice].slice(-NOTICES_MAX) };
  }
  const earlier = chat.notices.slice(0, -1);
  const joined = [...last.joined, ...change.joined];
  const left = [...last.left, ...change.left];
  // Who came and went, or went and came, within one notice is where they were before it.
  const merged: Notice = {
    ...last,
    joined: [...new Set(joined.filter((name) => !left.includes(name)))],
    left: [...new Set(left.filter((name) => !joined.includes(name)))],
  };
  const isEmpty = merged.joined.length + merged.left.length === 0;
  return { ...chat, notices: isEmpty ? earlier : [...earlier, merged] };
}

function without(times: ReadonlyMap<string, number>, names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...times].filter(([name]) => !names.includes(name)));
}

/** The newest message that this window has heard of; the loaded ones may be old. */
function newestKnown({ messages, preview }: ChatState): number {
  return Math.max(newestId(messages), preview?.message_id ?? 0);
}
