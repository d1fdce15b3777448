import { create } from 'zustand';
import { useApp } from './store.ts';

/** Addresses that others can reach a server by, where this program knows a better one than its own; by base URL. */
const useBetter = create<Readonly<Record<string, string>>>()(() => ({}));

/** From now on, links to this server are made with another base URL; null: with its own again. */
export function setShareBase(server: string, base: string | null): void {
  useBetter.setState((better) => {
    const others = Object.entries(better).filter(([url]) => url !== server);
    return Object.fromEntries(base === null ? others : [...others, [server, base]]);
  }, true);
}

/** What an invite link starts with. */
export type ShareBase = {
  /** Base URL, without a slash at its end. */
  base: string;
  /** Only this machine can open it: a link for others makes no sense. */
  isLoopback: boolean;
};

/** What links to the current server start with. */
export function useShareBase(): ShareBase {
  const server = useApp((state) => state.server);
  const base = useBetter((better) => better[server]) ?? server;
  return { base, isLoopback: isLoopback(base) };
}

/** What links to the current server start with, outside of what is shown. */
export function shareBase(): ShareBase {
  const { server } = useApp.getState();
  const base = useBetter.getState()[server] ?? server;
  return { base, isLoopback: isLoopback(base) };
}

function isLoopback(base: string): boolean {
  const { hostname } = new URL(base);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
