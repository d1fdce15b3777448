import { browserPage, type Page } from '../api/page.ts';
import { browserStorage, type TextStorage } from './storage.ts';

/** What the renderer needs from where it runs. Timers are the global ones. */
export type Environment = {
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  page: Page;
  storage: TextStorage;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** At least 0 and below 1. */
  random: () => number;
  /** A new `client_id`. */
  newClientId: () => string;
};

/** The browser, or the Electron window, that this program runs in. */
export function browserEnvironment(): Environment {
  return {
    fetch: (...call) => globalThis.fetch(...call),
    WebSocket: globalThis.WebSocket,
    page: browserPage(),
    storage: browserStorage(window),
    now: Date.now,
    random: Math.random,
    newClientId,
  };
}

/** 128 random bits; `crypto.randomUUID` does not exist on a page that came over plain HTTP. */
function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
