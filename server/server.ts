import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { version } from '../package.json' with { type: 'json' };
import { createMemoryBackplane } from './backplane/memory.ts';
import { systemClock } from './clock.ts';
import type { ServerConfig } from './config.ts';
import { Accounts } from './core/accounts.ts';
import { Chats } from './core/chats.ts';
import { Hub } from './core/hub.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Model } from './core/ports/model.ts';
import type { Store } from './core/ports/store.ts';
import { Turns } from './core/turns.ts';
import { Gateway } from './gateway/gateway.ts';
import type { BackpressureLimits } from './gateway/socket.ts';
import { createApp } from './http/app.ts';
import { createLog } from './log.ts';
import { createDemo } from './model/demo.ts';
import { createGemini } from './model/gemini.ts';
import { createLimiter } from './security/limiter.ts';
import { createOrigins } from './security/origins.ts';
import { createPasswords } from './security/passwords.ts';
import { createTokens } from './security/tokens.ts';
import { DataDirectoryError } from './store/json/failures.ts';
import { openJsonStore } from './store/json/json-store.ts';
import { loadSecret } from './store/json/secret.ts';

/** Why a server could not be started, in one line for who started it. */
export class StartError extends Error {
  override name = 'StartError';
}

/** A server that is ready. */
export interface RunningServer {
  /** Where it can be reached from this machine. */
  url: string;
  port: number;
  /** Tells everybody, stores what runs, and frees everything. Safe to call twice. */
  close(): Promise<void>;
}

/** What can be replaced from outside, for tests and for other hosts of the server. */
export interface ServerParts {
  clock?: Clock;
  model?: Model;
  log?: Logger;
  backpressure?: BackpressureLimits;
  /** Milliseconds between the pings that find dead connections. */
  heartbeatInterval?: number;
}

/**
 * Starts a server; resolves when it can be used.
 * @throws StartError where the port or the data directory cannot be used.
 */
export async function startServer(config: ServerConfig, parts: ServerParts = {}): Promise<RunningServer> {
  const { clock = systemClock, log = createLog(config.logLevel), backpressure, heartbeatInterval } = parts;
  const { model = createModel(config, clock) } = parts;
  const store = await openStore(config, log);
  const passwords = createPasswords(config.bcryptCost);
  const backplane = createMemoryBackplane();
  const release = async () => {
    await backplane.close();
    await passwords.close();
    await store.close();
  };

  try {
    const secret = config.secretKey ?? (await loadSecret(config.dataDirectory, { log }));
    if (secret.length < 32) log.warn({}, 'SECRET_KEY is short enough to be guessed; use 32 random characters or more');
    const tokens = createTokens(secret, clock);
    const limiter = createLimiter(config.rateLimit);
    const origins = createOrigins(config.corsOrigins);
    const accounts = new Accounts({ store, passwords, tokens, limiter, clock });
    const chats = new Chats({ store, backplane, clock });
    const turns = new Turns({ store, backplane, model, clock, log });
    const hub = new Hub({ store, backplane, limiter, clock, log, chats, turns, messageMax: config.messageMax });

    let ready = true;
    const health = () =>
      ready
        ? ({
            status: 'healthy',
            version,
            bot: { kind: model.kind, model: model.name },
            store: store.kind,
            message_max: config.messageMax,
          } as const)
        : undefined;
    // JSON escapes make a character up to six bytes long; the rest is for the fields around the text.
    const payloadMax = config.messageMax * 6 + 4096;
    const { rendererDirectory } = config;
    const app = createApp({ accounts, chats, origins, logger: log, health, rendererDirectory, bodyMax: payloadMax });
    const server = createServer(app);
    // Before the gateway, whose heartbeat would outlive a port that cannot be had.
    const { port } = await listen(server, config);
    const gateway = new Gateway({
      server,
      hub,
      accounts,
      origins,
      clock,
      log,
      frameMax: payloadMax,
      backpressure,
      heartbeatInterval,
    });

    let closed: Promise<void> | undefined;
    const close = async () => {
      ready = false;
      const stopped = new Promise((resolve) => server.close(resolve));
      await hub.close();
      await gateway.close();
      server.closeAllConnections();
      await stopped;
      await release();
    };
    log.info({ port, host: config.host, model: model.name, store: store.kind }, 'ready');
    return { url: localUrl(config.host, port), port, close: () => (closed ??= close()) };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openStore({ dataDirectory }: ServerConfig, log: Logger): Promise<Store> {
  try {
    return await openJsonStore(dataDirectory, { log });
  } catch (error) {
    throw error instanceof DataDirectoryError ? new StartError(error.message, { cause: error }) : error;
  }
}

function createModel({ gemini }: ServerConfig, clock: Clock): Model {
  const { apiKey, model, baseUrl } = gemini;
  return apiKey === undefined ? createDemo({ clock }) : createGemini({ apiKey, model, baseUrl, clock });
}

function listen(server: Server, { port, host }: ServerConfig): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartError(listenFailure(error, port, host))));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function listenFailure({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use already. Stop the other program, or choose another with --port (0 takes a free one).`;
    case 'EACCES':
      return `Port ${port} may not be used by this user. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address "${host}". Use 127.0.0.1, 0.0.0.0 or one of its own with --host.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${message}`;
  }
}

/** Wildcard addresses are for listening only: who is on this machine gets the loopback one. */
function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
