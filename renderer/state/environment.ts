import { showNotification } from '../api/browser-notifications.ts';
import { playChime } from '../api/chime.ts';
import { browserPage, type Page } from '../api/page.ts';
import { cutPicture, mayBeImage, prepareImage, type PreparedImage } from '../images/prepare.ts';
import { browserStorage, type TextStorage } from './storage.ts';

/** Something that was said while nobody looked. */
export type Notification = {
  title: string;
  body: string;
  /** Base URL of the server. */
  server: string;
  chatId: number;
  /** The newest message that it is about. */
  messageId: number;
};

/** What the renderer needs from where it runs. Timers are the global ones. */
export type Environment = {
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  XMLHttpRequest: typeof XMLHttpRequest;
  /** Makes an image ready to be sent; null where the file is none, or none that this browser can decode. */
  prepareImage: (file: File) => Promise<PreparedImage | null>;
  /** The middle of an image as the square picture of a chat; null where it cannot be decoded. */
  cutPicture: (file: File) => Promise<Blob | null>;
  page: Page;
  /** Read at every `start`: the desktop app has another one once its vault is open. */
  storage: TextStorage;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Milliseconds since some moment; whatever the date is set to, it only goes forward. For waits. */
  elapsed: () => number;
  /** At least 0 and below 1. */
  random: () => number;
  /** A new `client_id`. */
  newClientId: () => string;
  /** 32 characters that nobody can guess. */
  newSecret: () => string;
  /** Shows a notification of the system; does nothing where there is none. */
  notify: (notification: Notification) => void;
  /** A short sound that goes with a notification; does nothing where the browser allows none yet. */
  playSound: () => void;
  /** Tells the system how many messages were not seen; does nothing where it does not show that. */
  setUnread: (count: number) => void;
};

/** The browser, or the Electron window, that this program runs in. */
export function browserEnvironment(): Environment {
  return {
    fetch: (...call) => globalThis.fetch(...call),
    WebSocket: globalThis.WebSocket,
    XMLHttpRequest: globalThis.XMLHttpRequest,
    prepareImage: async (file) => (mayBeImage(file) ? prepareImage(file) : null),
    cutPicture: async (file) => (mayBeImage(file) ? cutPicture(file) : null),
    page: browserPage(),
    storage: browserStorage(window),
    now: Date.now,
    elapsed: () => performance.now(),
    random: Math.random,
    newClientId: randomHex,
    newSecret: randomHex,
    notify: showNotification,
    playSound: playChime,
    // The number of unread messages is in the page's title.
    setUnread: () => {},
  };
}

/** 128 random bits; `crypto.randomUUID` does not exist on a page that came over plain HTTP. */
function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
