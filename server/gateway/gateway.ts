import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Accounts, Identity } from '../core/accounts.ts';
import { encodeFrame } from '../core/encode.ts';
import { AppError } from '../core/errors.ts';
import type { Hub } from '../core/hub.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Origins } from '../core/ports/security.ts';
import { errorSentences, type ErrorCode } from '../protocol/codes.ts';
import { clientFrame, type ClientFrame } from '../protocol/frames.ts';
import { closeCodes } from '../protocol/limits.ts';
import { Cork } from './cork.ts';
import { chooseSubprotocol, tokenOf } from './credential.ts';
import { Expiries } from './expiry.ts';
import { Heartbeat } from './heartbeat.ts';
import { defaultBackpressure, Socket, type BackpressureLimits } from './socket.ts';

/** Frames of one connection that may wait to be handled before its socket is read no further. */
const PENDING_MAX = 256;

/** Who is told that their token is not valid signs out: only where it is so. */
const refusals: Partial<Record<ErrorCode, number>> = {
  not_authenticated: closeCodes.policy,
  banned: closeCodes.removed,
};

interface GatewayParts {
  server: Server;
  hub: Hub;
  accounts: Accounts;
  origins: Origins;
  clock: Clock;
  log: Log;
  /** Bytes that a frame may have. */
  frameMax: () => number;
  backpressure?: BackpressureLimits | undefined;
  /** Milliseconds between pings. */
  heartbeatInterval?: number | undefined;
}

/** The WebSocket edge: lets connections in at `/ws`, parses what they send, and hands it to the hub. */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #webSockets: WebSocketServer;
  readonly #heartbeat: Heartbeat;
  readonly #expiries: Expiries<Socket>;
  readonly #cork = new Cork();
  /** The close that follows an error says all there is to do. */
  readonly #onError = (error: Error) => this.#parts.log.info({ reason: error.message }, 'a socket broke');
  readonly #onCaughtUp = (behind: Socket) => this.#parts.hub.catchUp(behind);
  readonly #onStuck = (stuck: Socket) => this.#parts.hub.disconnect(stuck);
  readonly #onUpgrade = (req: IncomingMessage, stream: Duplex, head: Buffer) => {
    void this.#upgrade(req, stream, head);
  };

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#heartbeat = new Heartbeat(parts.heartbeatInterval);
    this.#expiries = new Expiries(parts.clock, (socket) =>
      socket.close(closeCodes.tokenExpired, errorSentences.not_authenticated),
    );
    this.#webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: parts.frameMax(),
      // Costs ten times the processor time of what it saves on a LAN.
      perMessageDeflate: false,
      handleProtocols: chooseSubprotocol,
    });
    parts.server.on('upgrade', this.#onUpgrade);
  }

  /** Bytes kept for peers that have not read them yet. */
  get unreadBytes(): number {
    let bytes = 0;
    for (const { bufferedAmount } of this.#webSockets.clients) bytes += bufferedAmount;
    return bytes;
  }

  /** Lets nobody else in and ends every connection. Close the hub first, so that they are told why. */
  async close(): Promise<void> {
    this.#parts.server.off('upgrade', this.#onUpgrade);
    this.#heartbeat.close();
    const closed = [...this.#webSockets.clients].map(
      (webSocket) =>
        new Promise<void>((resolve) => {
          if (webSocket.readyState === webSocket.CLOSED) return resolve();
          webSocket.once('close', resolve);
          // Who does not answer the close in time is not waited for.
          const cancel = this.#parts.clock.after(1000, () => webSocket.terminate());
          webSocket.once('close', cancel);
          webSocket.close(closeCodes.goingAway);
        }),
    );
    await Promise.all(closed);
  }

  async #upgrade(req: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const { accounts, origins, log, frameMax } = this.#parts;
    // A peer that goes away before it is let in is none of our business, but unheard it would end the process.
    const ignore = () => stream.destroy();
    stream.on('error', ignore);
    if ((req.url ?? '').split('?', 1)[0] !== '/ws') return refuseUpgrade(stream, '404 Not Found', 'not_found');
    const refusal = origins.refusal(req.headers);
    if (refusal) return refuseUpgrade(stream, '403 Forbidden', refusal);
    const identity = await accounts.authenticate(tokenOf(req)).catch((error: unknown) => {
      if (error instanceof AppError) return error;
      log.error({ err: error }, 'an upgrade broke');
      return new AppError('internal');
    });
    this.#webSockets.options.maxPayload = frameMax();
    this.#webSockets.handleUpgrade(req, stream, head, (webSocket) => {
      stream.off('error', ignore);
      // Not a function of this call, which would keep the request as long as the connection.
      webSocket.on('error', this.#onError);
      if (!(identity instanceof AppError)) return this.#open(webSocket, stream, req.socket.remoteAddress, identity);
      if (identity.code === 'banned') webSocket.send(encodeFrame({ type: 'removed', reason: 'banned' }));
      webSocket.close(refusals[identity.code] ?? closeCodes.tryAgainLater, errorSentences[identity.code]);
    });
  }

  #open(webSocket: WebSocket, stream: Duplex, address: string | undefined, identity: Identity): void {
    const { hub, accounts, clock, backpressure = defaultBackpressure } = this.#parts;
    const socket = new Socket({
      webSocket,
      stream,
      account: identity.account,
      signIn: identity.signIn,
      address: address ?? 'unknown',
      cork: this.#cork,
      clock,
      limits: backpressure,
      onCaughtUp: this.#onCaughtUp,
      onStuck: this.#onStuck,
    });
    this.#heartbeat.watch(webSocket);
    this.#expiries.watch(socket, identity.expiresAt);
    let pending = 0;
    webSocket.on('message', (data, isBinary) => {
      if (isBinary) return socket.close(closeCodes.unsupported, 'Send text frames with JSON.');
      if (++pending >= PENDING_MAX) webSocket.pause();
      void this.#receive(socket, data).finally(() => {
        if (--pending < PENDING_MAX && webSocket.isPaused) webSocket.resume();
      });
    });
    webSocket.on('close', () => {
      this.#expiries.forget(socket);
      this.#heartbeat.forget(webSocket);
      socket.closed();
      accounts.used(identity.signIn);
      hub.disconnect(socket);
    });
    hub.connect(socket);
  }

  async #receive(socket: Socket, data: RawData): Promise<void> {
    const { hub } = this.#parts;
    let value: unknown;
    try {
      // One buffer holds the whole frame: the others of these types are only used when asked for.
      value = JSON.parse((data as Buffer).toString());
    } catch {
      return hub.refuse(socket, new AppError('invalid', 'The frame is not JSON.'), {});
    }
    const parsed = parseFrame(value);
    if (parsed instanceof AppError) return hub.refuse(socket, parsed, Object(value));
    await hub.receive(socket, parsed);
  }
}

function parseFrame(value: unknown): ClientFrame | AppError {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new AppError('invalid', 'A frame must be one JSON object.');
  }
  const result = clientFrame.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  if (field === 'type') return new AppError('invalid', 'The frame has an unknown type.');
  return new AppError('invalid', `The frame's ${field || 'content'} is not valid: ${issue?.message ?? ''}`);
}

function refuseUpgrade(
  stream: Duplex,
  status: string,
  code: 'not_found' | 'host_not_allowed' | 'origin_not_allowed',
): void {
  const body = JSON.stringify({ detail: errorSentences[code], code });
  stream.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
