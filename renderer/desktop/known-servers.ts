import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import { health, type Health } from '../../server/protocol/health.ts';
import type { TextStorage } from '../state/storage.ts';
import { serverPrefix } from '../state/stored-session.ts';

const KEY = 'gemini-coop:servers';

const knownServer = z.object({
  /** Base URL. */
  url: z.url(),
  /** What it said of itself when it was last heard of. */
  health,
  /** ISO 8601. */
  lastSeenAt: z.iso.datetime(),
});

/** A server that was visited from here. */
export type KnownServer = z.infer<typeof knownServer>;

/** The servers of earlier visits, in the order in which they were first visited. */
export function readServers(storage: TextStorage): KnownServer[] {
  return parse(z.array(knownServer), parseJson(storage.get(KEY) ?? '')) ?? [];
}

/** Keeps the list for the next visit. */
export function writeServers(storage: TextStorage, servers: readonly KnownServer[]): void {
  storage.set(KEY, JSON.stringify(servers));
}

/** The list with this server as it is now; a server keeps its place. */
export function withServer(servers: readonly KnownServer[], server: KnownServer): KnownServer[] {
  const isKnown = servers.some(({ url }) => url === server.url);
  return isKnown ? servers.map((known) => (known.url === server.url ? server : known)) : [...servers, server];
}

/** The most recently seen first. */
export const byRecency = (servers: readonly KnownServer[]): KnownServer[] =>
  servers.toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1));

/** What people call a server: its own name, else where it is. */
export const serverName = (url: string, about: Pick<Health, 'name'> | null): string => about?.name ?? new URL(url).host;

/** Takes everything that is kept for one address to another: the same server is there now. */
export function moveKept(storage: TextStorage, from: string, to: string): void {
  const [before, after] = [serverPrefix(from, ''), serverPrefix(to, '')];
  for (const key of storage.keys(before)) {
    const text = storage.get(key);
    if (text !== null) storage.set(after + key.slice(before.length), text);
    storage.remove(key);
  }
}

/** Forgets whatever is kept for an address. */
export function forgetKept(storage: TextStorage, url: string): void {
  for (const key of storage.keys(serverPrefix(url, ''))) storage.remove(key);
}
