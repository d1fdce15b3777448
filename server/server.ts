import { createServer } from 'node:http';
import type { Logger } from 'pino';
import { version } from '../package.json' with { type: 'json' };
import { assemble } from './assemble.ts';
import { Backups } from './backups.ts';
import { createMemoryBackplane } from './backplane/memory.ts';
import { systemClock } from './clock.ts';
import type { ServerConfig } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Clock } from './core/ports/clock.ts';
import { noMetrics, type Metrics } from './core/ports/metrics.ts';
import type { Model } from './core/ports/model.ts';
import { Settings } from './core/settings.ts';
import type { Poster } from './core/ports/webhooks.ts';
import { Gateway } from './gateway/gateway.ts';
import type { BackpressureLimits } from './gateway/socket.ts';
import { createApp } from './http/app.ts';
import { listen, localUrl } from './listen.ts';
import { createLog } from './log.ts';
import { Metering } from './metering.ts';
import { createDemo } from './model/demo.ts';
import { createGemini } from './model/gemini.ts';
import type { WholeHealth } from './protocol/health.ts';
import { resetAddress } from './protocol/reset-link.ts';
import { inviteLink } from './protocol/join-target.ts';
import { PROTOCOL } from './protocol/limits.ts';
import { settingNames } from './protocol/options.ts';
import type { Admission } from './protocol/users.ts';
import { createLimiter } from './security/limiter.ts';
import { createOrigins } from './security/origins.ts';
import { createPasswords } from './security/passwords.ts';
import { createTokens } from './security/tokens.ts';
import { StartError } from './start-error.ts';
import { nodeDisk, type Disk } from './store/json/disk.ts';
import { JsonArchives } from './store/json/archive/json-archives.ts';
import { DataDirectoryError } from './store/json/failures.ts';
import { openJsonStore, type JsonStoreOptions } from './store/json/json-store.ts';
import type { JsonStore } from './store/json/store.ts';
import { loadSecret } from './store/json/secret.ts';
import { createPoster } from './webhooks/poster.ts';

/** A server that is ready. */
export interface RunningServer {
  /** Where it can be reached from this machine. */
  url: string;
  port: number;
  /** Where its metrics are, where they have a port of their own. */
  metricsUrl: string | undefined;
  /** What `GET /health` answers, as it is now. */
  readonly health: WholeHealth;
  /**
   * A fresh sign-in of the host for the program that this server runs in; it needs no password. Only where `config.party`
   * was given. Rejects with AppError `not_ready` after `close`.
   */
  signInHost(): Promise<Admission>;
  /**
   * Opens the door for the very first account, which becomes the host; only where an invite is needed and nobody is there
   * yet who could make one. Another one at each start.
   */
  readonly firstInviteLink: string | undefined;
  /** Makes a link with which somebody chooses a new password; undefined where nobody is called so. */
  resetLink(username: string): Promise<string | undefined>;
  /**
   * Resolves when the server is to be closed and started again, with the same options and on the same port: an archive
   * was restored, and the next start has what is in it.
   */
  readonly restartAsked: Promise<void>;
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
  /** Sends what webhooks say. */
  poster?: Poster;
  /** The file system that holds the data directory; its lock file alone is always on that of this computer. */
  disk?: Disk;
}

/**
 * Starts a server; resolves when it can be used.
 * @throws StartError where the port, the data directory or the host's name cannot be used.
 */
export async function startServer(config: ServerConfig, parts: ServerParts = {}): Promise<RunningServer> {
  const { clock = systemClock, log = createLog(config.logLevel), backpressure, heartbeatInterval } = parts;
  const metering = config.metrics && (await Metering.load(config.metrics));
  const metrics = metering?.metrics ?? noMetrics;
  const { disk: bareDisk = nodeDisk } = parts;
  const disk = metering?.timed(bareDisk) ?? bareDisk;
  const store = await openStore(config, { log, disk });
  const archives = new JsonArchives({
    directory: config.dataDirectory,
    disk,
    log,
    now: () => clock.now(),
    appVersion: version,
    serverName: () => store.document.settings.options.name ?? config.name ?? null,
    current: store,
  });
  const backups = config.backups && new Backups({ ...config.backups, archives, clock, log });
  const passwords = createPasswords(config.bcryptCost);
  const backplane = createMemoryBackplane();
  const release = async () => {
    await metering?.close();
    await backplane.close();
    await passwords.close();
    await Promise.all([archives.close(), backups?.close()]);
    await store.close();
  };

  try {
    const secret = config.secretKey ?? (await loadSecret(config.dataDirectory, { log, disk }));
    if (secret.length < 32) log.warn({}, 'SECRET_KEY is short enough to be guessed; use 32 random characters or more');
    const tokens = createTokens(secret, clock);
    const limiter = createLimiter(config.rateLimit);
    const { gemini, given = new Set(settingNames) } = config;
    // Who may come to a party is said anew each time it begins.
    if (config.party) await store.changeOptions({ registration: null });
    const settings = await Settings.load({ store, log, base: { ...config, model: gemini.model }, given });
    settings.follow(({ rateLimit }) => limiter.setFactor(rateLimit));
    if (!parts.log) settings.follow(({ logLevel }) => void (log.level = logLevel));
    const { model = createModel(config, () => settings.values.model, clock, metrics) } = parts;
    const origins = createOrigins(config.corsOrigins);
    const { poster = createPoster({ clock, reach: () => config.webhooks }) } = parts;
    const core = await assemble(config, settings, {
      store,
      archives,
      backplane,
      passwords,
      tokens,
      limiter,
      model,
      clock,
      log,
      metrics,
      poster,
    });
    const { accounts, files, hub, host, party, firstInvite } = core;

    let ready = true;
    const startedAt = new Date(clock.now()).toISOString();
    const health = (): WholeHealth => ({
      status: 'healthy',
      version,
      bot: { kind: model.kind, model: model.name },
      store: store.kind,
      message_max: settings.messageMax,
      file_max: settings.fileMax,
      protocol: PROTOCOL,
      server_id: core.serverId,
      name: settings.values.name ?? null,
      host: host.username ?? null,
      started_at: startedAt,
      registration: settings.registration,
      saving: store.isSaving,
    });
    // JSON escapes make a character up to six bytes long; the rest is for the fields around the text.
    const payloadMax = () => settings.messageMax * 6 + 4096;
    const { rendererDirectory } = config;
    const app = createApp({
      ...core,
      origins,
      logger: log,
      health: () => (ready ? health() : undefined),
      metrics: metering?.door(limiter),
      rendererDirectory,
      settings,
      backplane,
      bodyMax: payloadMax,
    });
    // What people send may take its time: half a megabit a second is enough.
    const server = createServer(app);
    settings.follow(({ fileMax }) => void (server.requestTimeout = Math.max(300_000, fileMax / 50)));
    await metering?.listen({ origins, logger: log });
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
    metering?.watch(() => ({
      ...hub.load,
      isSaving: store.isSaving,
      storeCalls: store.callsUnderWay,
      unreadBytes: gateway.unreadBytes,
    }));

    let closed: Promise<void> | undefined;
    const close = async () => {
      ready = false;
      const stopped = new Promise((resolve) => server.close(resolve));
      await hub.close();
      host.close();
      files.close();
      await core.erasures.close();
      await gateway.close();
      await core.webhooks.close();
      server.closeAllConnections();
      await stopped;
      await release();
    };
    files.startExpiry();
    backups?.start();
    core.erasures.resume();
    const metricsUrl = metering?.url;
    log.info({ port, host: config.host, model: model.name, store: store.kind, metrics: metricsUrl }, 'ready');
    const url = localUrl(config.host, port);
    return {
      url,
      port,
      metricsUrl,
      get health() {
        return health();
      },
      restartAsked: core.archive.restored,
      async resetLink(username) {
        const account = await store.accountByName(username);
        const reset = account && (await core.passwords.createReset(null, account.id));
        return reset && resetAddress(url, reset.token);
      },
      firstInviteLink: firstInvite && inviteLink({ server: url, invite: firstInvite.token }),
      async signInHost() {
        if (!ready) throw new AppError('not_ready');
        if (!party) throw new Error('this server is no party: config.party was not given');
        return party.signInHost();
      },
      close: () => (closed ??= close()),
    };
  } catch (error) {
    await release();
    throw asStartError(error);
  }
}

/** What is refused while a server starts is for who starts it. */
function asStartError(error: unknown): unknown {
  if (error instanceof DataDirectoryError) return new StartError('data_directory', error.message, { cause: error });
  if (!(error instanceof AppError)) return error;
  return new StartError(error.code === 'invalid' ? 'host_name' : 'data_directory', error.message, { cause: error });
}

async function openStore({ dataDirectory }: ServerConfig, options: JsonStoreOptions): Promise<JsonStore> {
  try {
    return await openJsonStore(dataDirectory, options);
  } catch (error) {
    throw asStartError(error);
  }
}

/** @param model which one, asked for at each question */
function createModel({ gemini }: ServerConfig, model: () => string, clock: Clock, metrics: Metrics): Model {
  const { apiKey, baseUrl } = gemini;
  return apiKey === undefined ? createDemo({ clock }) : createGemini({ apiKey, model, baseUrl, clock, metrics });
}
