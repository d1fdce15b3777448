import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { version } from '../package.json' with { type: 'json' };
import { createMemoryBackplane } from './backplane/memory.ts';
import { systemClock } from './clock.ts';
import type { ServerConfig } from './config.ts';
import { Accounts, ownUser } from './core/accounts.ts';
import { Chats } from './core/chats.ts';
import { AppError } from './core/errors.ts';
import { Hub } from './core/hub.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Model } from './core/ports/model.ts';
import type { Account, Store } from './core/ports/store.ts';
import { Turns } from './core/turns.ts';
import { Gateway } from './gateway/gateway.ts';
import type { BackpressureLimits } from './gateway/socket.ts';
import { createApp } from './http/app.ts';
import { createLog } from './log.ts';
import { createDemo } from './model/demo.ts';
import { createGemini } from './model/gemini.ts';
import type { NewChat } from './protocol/chats.ts';
import type { WholeHealth } from './protocol/health.ts';
import { PROTOCOL } from './protocol/limits.ts';
import type { Admission } from './protocol/users.ts';
import { createLimiter } from './security/limiter.ts';
import { createOrigins } from './security/origins.ts';
import { createPasswords } from './security/passwords.ts';
import { createTokens } from './security/tokens.ts';
import { DataDirectoryError } from './store/json/failures.ts';
import { openJsonStore } from './store/json/json-store.ts';
import { loadSecret } from './store/json/secret.ts';

/**
 * What stands in the way of a start. `port_forbidden`: this user may not use that port; `no_such_address`: this machine
 * has no such address; `listen`: anything else that the system has against listening there.
 */
export type StartErrorCode = 'port_in_use' | 'port_forbidden' | 'no_such_address' | 'listen' | 'data_directory';

/** Why a server could not be started, in one line for who started it. */
export class StartError extends Error {
  override name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A server that is ready. */
export interface RunningServer {
  /** Where it can be reached from this machine. */
  url: string;
  port: number;
  /** What `GET /health` answers, as it is now. */
  readonly health: WholeHealth;
  /**
   * A fresh sign-in of the host for the program that this server runs in; it needs no password. Only where `config.party`
   * was given. Rejects with AppError `not_ready` after `close`.
   */
  signInHost(): Promise<Admission>;
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
    const serverId = randomUUID();
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
    const startedAt = new Date(clock.now()).toISOString();
    const health = (): WholeHealth => ({
      status: 'healthy',
      version,
      bot: { kind: model.kind, model: model.name },
      store: store.kind,
      message_max: config.messageMax,
      protocol: PROTOCOL,
      server_id: serverId,
      name: config.name ?? null,
      host: config.party?.hostName ?? null,
      started_at: startedAt,
      registration: config.registration,
    });
    const signInHost = async (): Promise<Admission> => {
      if (!ready) throw new AppError('not_ready');
      const username = config.party?.hostName;
      if (username === undefined) throw new Error('this server is no party');
      const host = (await store.accountByName(username)) ?? (await addHost(store, username, startedAt));
      const [chat = await chats.create(host, { ...noChat, name: config.name ?? null })] = await chats.list(host.id);
      return { access_token: tokens.sign(username), token_type: 'bearer', user: ownUser(host), chat_id: chat.id };
    };
    // JSON escapes make a character up to six bytes long; the rest is for the fields around the text.
    const payloadMax = config.messageMax * 6 + 4096;
    const { rendererDirectory } = config;
    const app = createApp({
      accounts,
      chats,
      origins,
      logger: log,
      health: () => (ready ? health() : undefined),
      rendererDirectory,
      bodyMax: payloadMax,
    });
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
    return {
      url: localUrl(config.host, port),
      port,
      get health() {
        return health();
      },
      signInHost,
      close: () => (closed ??= close()),
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openStore({ dataDirectory }: ServerConfig, log: Logger): Promise<Store> {
  try {
    return await openJsonStore(dataDirectory, { log });
  } catch (error) {
    if (error instanceof DataDirectoryError) throw new StartError('data_directory', error.message, { cause: error });
    throw error;
  }
}

const noChat: NewChat = { name: null, is_group: true, is_ai_chat: false, participant_usernames: [] };

function addHost(store: Store, username: string, created_at: string): Promise<Account> {
  return store.addAccount({
    username,
    email: `${randomUUID()}@host.invalid`,
    password_hash: null,
    is_guest: false,
    created_at,
  });
}

function createModel({ gemini }: ServerConfig, clock: Clock): Model {
  const { apiKey, model, baseUrl } = gemini;
  return apiKey === undefined ? createDemo({ clock }) : createGemini({ apiKey, model, baseUrl, clock });
}

function listen(server: Server, { port, host }: ServerConfig): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, port, host)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function listenFailure(error: NodeJS.ErrnoException, port: number, host: string): StartError {
  const failure = (code: StartErrorCode, message: string) => new StartError(code, message, { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return failure(
        'port_in_use',
        `Port ${port} is in use already. Stop the other program, or choose another with --port (0 takes a free one).`,
      );
    case 'EACCES':
      return failure('port_forbidden', `Port ${port} may not be used by this user. Choose one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return failure(
        'no_such_address',
        `This machine has no address "${host}". Use 127.0.0.1, 0.0.0.0 or one of its own with --host.`,
      );
    default:
      return failure('listen', `The server cannot listen on ${host}:${port}: ${error.message}`);
  }
}

/** Wildcard addresses are for listening only: who is on this machine gets the loopback one. */
function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
