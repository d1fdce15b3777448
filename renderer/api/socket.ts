import { parse, parseJson } from './parse.ts';
import { serverFrame, type ClientFrame, type ServerFrame } from '../../server/protocol/frames.ts';
import { BEARER_PREFIX, closeCodes, SUBPROTOCOL } from '../../server/protocol/limits.ts';
import { backoff } from './backoff.ts';
import type { Page } from './page.ts';

const CONNECT_LIMIT_MS = 10_000;
const PING_EVERY_MS = 20_000;
const PONG_LIMIT_MS = 10_000;
/** `WebSocket.readyState` while frames can be sent. */
const OPEN = 1;
/** A connection that held this long was a good one: the next break starts with short waits again. */
const GOOD_AFTER_MS = 10_000;

/** How the connection is; `retryAt` is as `elapsed` counts, once it has passed the try is under way. */
export type SocketState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'reconnecting'; retryAt: number; attempt: number }
  | { kind: 'offline' };

export type SocketOptions = {
  /** See `socketUrl`. */
  url: string;
  token: string;
  WebSocket: typeof WebSocket;
  page: Page;
  /** See `Environment`. */
  elapsed: () => number;
  /** At least 0 and below 1. */
  random: () => number;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: SocketState) => void;
  /** A connection that was open has ended, with this close code. */
  onClosed: (code: number) => void;
  /** The server does not accept the token any more; nothing is tried after this. */
  onExpired: () => void;
  /** The host has removed this user; nothing is tried after this. */
  onRemoved: () => void;
};

/** One user's connection to a server, kept up for as long as it is not closed. */
export type Socket = {
  /** False where there is no connection; the frame is then forgotten. */
  send: (frame: ClientFrame) => boolean;
  isConnected: () => boolean;
  /** Tries now instead of when the wait is over. */
  reconnectNow: () => void;
  close: () => void;
};

/** Where a server's sockets are. `server` is a base URL, '' the page's own origin. */
export function socketUrl(server: string, origin: string): string {
  const url = new URL('/ws', server === '' ? origin : server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Connects, and connects again whenever the connection breaks. */
export function openSocket(options: SocketOptions): Socket {
  const { page, elapsed, random } = options;
  let ended = false;
  let current: WebSocket | null = null;
  let openSince: number | null = null;
  /** Tries since the last good connection; -1: this is the first one ever. */
  let attempt = -1;
  let retryAt = 0;
  // One timer at a time each: the wait for the next try or for a try to succeed, and the heartbeat.
  let tryTimer: ReturnType<typeof setTimeout> | undefined;
  let heartTimer: ReturnType<typeof setTimeout> | undefined;

  function tell() {
    if (openSince !== null) options.onState({ kind: 'connected' });
    else if (!page.isOnline()) options.onState({ kind: 'offline' });
    else if (attempt < 0) options.onState({ kind: 'connecting' });
    else options.onState({ kind: 'reconnecting', retryAt, attempt });
  }

  function connect() {
    clearTimeout(tryTimer);
    const socket = construct(options);
    current = socket;
    if (socket === null) {
      waitForNextTry();
      return;
    }
    // A server that swallows packets would leave the try open for minutes.
    tryTimer = setTimeout(() => drop(socket, 1006), CONNECT_LIMIT_MS);
    socket.addEventListener('open', () => {
      if (socket === current) opened();
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (socket === current) received(event.data);
    });
    socket.addEventListener('close', (event) => drop(socket, event.code));
    // A close event follows; without a listener some implementations throw.
    socket.addEventListener('error', () => {});
  }

  function opened() {
    clearTimeout(tryTimer);
    openSince = elapsed();
    listenForLife();
    tell();
  }

  function received(data: unknown) {
    listenForLife();
    // What is not a frame that this program knows is passed over: newer servers may send more.
    const frame = typeof data === 'string' ? parse(serverFrame, parseJson(data)) : null;
    if (frame !== null) options.onFrame(frame);
  }

  function listenForLife() {
    clearTimeout(heartTimer);
    heartTimer = setTimeout(probe, PING_EVERY_MS);
  }

  /** Asks for a sign of life, and gives the connection up where none comes. */
  function probe() {
    const socket = current;
    if (socket === null || !send({ type: 'ping' })) return;
    clearTimeout(heartTimer);
    heartTimer = setTimeout(() => drop(socket, 1006), PONG_LIMIT_MS);
  }

  /** The socket is of no use any more, whether it says so itself or only keeps silent. */
  function drop(socket: WebSocket, code: number) {
    if (socket !== current || ended) return;
    current = null;
    clearTimeout(tryTimer);
    clearTimeout(heartTimer);
    closeQuietly(socket);
    const wasOpen = openSince !== null;
    if (openSince !== null && elapsed() - openSince >= GOOD_AFTER_MS) attempt = -1;
    openSince = null;
    if (wasOpen) options.onClosed(code);
    // What hears of the end may have ended this as well.
    if (isEnded()) return;
    if (code === closeCodes.policy || code === closeCodes.tokenExpired) {
      close();
      options.onExpired();
      return;
    }
    if (code === closeCodes.removed) {
      close();
      options.onRemoved();
      return;
    }
    waitForNextTry();
  }

  function waitForNextTry() {
    attempt += 1;
    const delay = backoff(attempt, random);
    retryAt = elapsed() + delay;
    tryTimer = setTimeout(connect, delay);
    tell();
  }

  function isEnded() {
    return ended;
  }

  function send(frame: ClientFrame): boolean {
    if (current === null || openSince === null) return false;
    // What is closing already takes nothing any more; it says that it is closed in a moment.
    if (current.readyState > OPEN) return false;
    current.send(JSON.stringify(frame));
    return true;
  }

  function reconnectNow() {
    if (ended || current !== null) return;
    retryAt = elapsed();
    tell();
    connect();
  }

  /** The network or the reader is back: use the moment, or find out whether the connection survived. */
  function wake() {
    if (openSince === null) reconnectNow();
    else probe();
  }

  const listeners = [
    page.on('online', () => {
      wake();
      tell();
    }),
    page.on('visible', wake),
    page.on('offline', () => {
      probe();
      tell();
    }),
  ];

  function close() {
    if (ended) return;
    ended = true;
    clearTimeout(tryTimer);
    clearTimeout(heartTimer);
    listeners.forEach((end) => end());
    if (current !== null) closeQuietly(current);
    current = null;
    openSince = null;
  }

  tell();
  connect();
  return { send, isConnected: () => openSince !== null, reconnectNow, close };
}

/** Null where the browser does not even try, e.g. from a secure page to an insecure address. */
function construct({ WebSocket: Constructor, url, token }: SocketOptions): WebSocket | null {
  try {
    return new Constructor(url, [SUBPROTOCOL, `${BEARER_PREFIX}${token}`]);
  } catch {
    return null;
  }
}

function closeQuietly(socket: WebSocket) {
  try {
    socket.close();
  } catch {
    // It never opened; nothing is left to close.
  }
}
