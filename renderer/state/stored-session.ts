import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import { user } from '../../server/protocol/users.ts';
import type { TextStorage } from './storage.ts';

const storedSession = z.object({
  token: z.string(),
  user,
  /** Guests only: what this device signs in with when the token has expired. */
  guest_password: z.optional(z.string()),
});

/** A signed-in user and their token, as it is kept between visits. */
export type StoredSession = z.infer<typeof storedSession>;

/** Prefix of everything that is kept for one server. `server` is a base URL, '' the page's own `origin`. */
export function serverPrefix(server: string, origin: string): string {
  return `gemini-coop:${server === '' ? origin : new URL(server).origin}:`;
}

/** Prefix of everything that is kept for one user of one server. */
export function userPrefix(prefix: string, userId: number): string {
  return `${prefix}user:${userId}:`;
}

/** Where the session of a server is kept. */
export function sessionKey(prefix: string): string {
  return `${prefix}session`;
}

/** The session in a stored text; null where there is none. */
export function readSession(text: string | null): StoredSession | null {
  return text === null ? null : parse(storedSession, parseJson(text));
}

/** Keeps the session for the next visit. */
export function writeSession(storage: TextStorage, prefix: string, session: StoredSession): void {
  storage.set(sessionKey(prefix), JSON.stringify(session));
}

/** Forgets whatever is kept of a user but the session. */
export function forgetUser(storage: TextStorage, prefix: string, userId: number): void {
  for (const key of storage.keys(userPrefix(prefix, userId))) storage.remove(key);
}
