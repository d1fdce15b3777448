import * as z from 'zod';
import type { NewMessage, StoredMessage } from '../../core/ports/store.ts';
import { messageStatus } from '../../protocol/messages.ts';

/**
 * A log line is one JSON object with fixed ends, so that opening a log need not parse it:
 * `{"id":7,"user_id":2,"client_id":"c1","status":"complete", ... ,"newest_id":7}`. A line with the id of an earlier one
 * replaces it, and ends with `"changes":7,"newest_id":9}`: its id comes twice, so that a flipped bit in one cannot make it
 * a change of another message. `newest_id` is the chat's newest id when the line was written, so that the last bytes of a
 * log tell it.
 */
const lineSchema = z.object({
  id: z.int().positive(),
  chat_id: z.int().positive(),
  user_id: z.nullable(z.int().positive()),
  username: z.string(),
  content: z.string(),
  is_bot: z.boolean(),
  created_at: z.string(),
  status: z.enum(messageStatus.def.entries),
  client_id: z.string().optional(),
  reply_to: z.int().positive().optional(),
  asked_by: z.string().optional(),
  detail: z.string().optional(),
  edited_at: z.string().optional(),
  edits: z.array(z.object({ content: z.string(), at: z.string() })).optional(),
  deleted_at: z.string().optional(),
  reactions: z
    .array(z.object({ emoji: z.string(), users: z.array(z.object({ id: z.int().positive(), username: z.string() })) }))
    .optional(),
  mentions: z.array(z.string()).optional(),
  files: z
    .array(
      z.object({
        id: z.int().positive(),
        name: z.string(),
        type: z.string(),
        size: z.int().positive(),
        width: z.int().positive().optional(),
        height: z.int().positive().optional(),
      }),
    )
    .optional(),
  forwarded_from: z.string().optional(),
  integration: z.object({ id: z.int().positive() }).optional(),
});

/** The line of a message, its newline included; that of a change where there is one already. */
export function encodeLine(message: StoredMessage, newestId: number, isChange: boolean): Buffer {
  const { id, user_id, client_id, status, ...rest } = message;
  const line = { id, user_id, client_id, status, ...rest, ...(isChange && { changes: id }), newest_id: newestId };
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** The message of a line, or undefined where it is not one. */
export function decodeLine(line: Buffer): StoredMessage | undefined {
  try {
    return lineSchema.parse(JSON.parse(line.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The ids at the end of a line; undefined where they are not there. */
export interface LineEnd {
  changes: number | undefined;
  newestId: number | undefined;
}

/** @param end position of the line's newline. */
export function readEnd(bytes: Buffer, end: number): LineEnd {
  const newest = idBefore(bytes, end - 1, NEWEST_ID);
  const changed = newest && idBefore(bytes, newest.start, CHANGES);
  return { changes: changed?.id, newestId: newest?.id };
}

/** Hash of who sent a message under which key, never 0; 0 where it has no key. */
export function keyHash(message: Pick<NewMessage, 'user_id' | 'client_id'>): number {
  if (message.client_id === undefined) return 0;
  // As it lies in the line, so that the scan can hash without decoding.
  const escaped = Buffer.from(JSON.stringify(message.client_id).slice(1, -1));
  return hashKey(message.user_id ?? 0, escaped, 0, escaped.length);
}

/** What the scan needs of a line. */
export interface LineHead {
  id: number;
  keyHash: number;
  streaming: boolean;
}

/**
 * Reads the head of a line into `head` from its bytes alone. Returns false where they do not have our own fixed form.
 * @param end position of the line's newline.
 */
export function readHead(bytes: Buffer, start: number, end: number, head: LineHead): boolean {
  if (bytes[end - 1] !== CLOSE || !matches(bytes, start, ID)) return false;
  let at = start + ID.length;
  let id = 0;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) id = id * 10 + digit;
  if (id === 0 || !matches(bytes, at, USER_ID)) return false;
  at += USER_ID.length;
  let userId = 0;
  if (matches(bytes, at, NULL)) at += NULL.length;
  else for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) userId = userId * 10 + digit;
  head.id = id;
  head.keyHash = 0;
  if (matches(bytes, at, CLIENT_ID)) {
    const from = at + CLIENT_ID.length;
    for (at = from; at < end && bytes[at] !== QUOTE;) at += bytes[at] === BACKSLASH ? 2 : 1;
    head.keyHash = hashKey(userId, bytes, from, at);
    at++;
  }
  if (!matches(bytes, at, STATUS)) return false;
  head.streaming = matches(bytes, at + STATUS.length, STREAMING);
  return true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const ID = Buffer.from('{"id":');
const USER_ID = Buffer.from(',"user_id":');
const NULL = Buffer.from('null');
const CLIENT_ID = Buffer.from(',"client_id":"');
const STATUS = Buffer.from(',"status":"');
const STREAMING = Buffer.from('streaming"');
const CHANGES = Buffer.from(',"changes":');
const NEWEST_ID = Buffer.from(',"newest_id":');

/** The number that ends before `end`, and where its key starts. */
function idBefore(bytes: Buffer, end: number, key: Buffer): { id: number; start: number } | undefined {
  let at = end - 1;
  let id = 0;
  let unit = 1;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, --at)) {
    id += digit * unit;
    unit *= 10;
  }
  const start = at + 1 - key.length;
  return id > 0 && Number.isSafeInteger(id) && start >= 0 && matches(bytes, start, key) ? { id, start } : undefined;
}

function matches(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Four bytes at a time, mixed as MurmurHash3 ends; made unequal to 0. */
function hashKey(userId: number, bytes: Buffer, start: number, end: number): number {
  let hash = Math.imul(userId, 0x9e3779b1) ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x85ebca6b);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 13;
  return hash >>> 0 || 1;
}
