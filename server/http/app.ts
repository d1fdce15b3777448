import compression from 'compression';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Accounts } from '../core/accounts.ts';
import type { Admissions } from '../core/admissions.ts';
import type { Administration } from '../core/administration.ts';
import type { Audit } from '../core/audit.ts';
import type { Avatars } from '../core/avatars.ts';
import type { Bans } from '../core/bans.ts';
import type { Archive } from '../core/archive.ts';
import type { Chats } from '../core/chats.ts';
import { AppError } from '../core/errors.ts';
import type { Exports } from '../core/exports.ts';
import type { Files } from '../core/files.ts';
import type { Invites } from '../core/invites.ts';
import type { Membership } from '../core/membership.ts';
import type { Messages } from '../core/messages.ts';
import type { Notifications } from '../core/notifications.ts';
import type { People } from '../core/people.ts';
import type { Profiles } from '../core/profiles.ts';
import type { Presence } from '../core/presence.ts';
import type { Pictures } from '../core/pictures.ts';
import type { Pins } from '../core/pins.ts';
import type { Backplane } from '../core/ports/backplane.ts';
import type { Origins } from '../core/ports/security.ts';
import type { Settings } from '../core/settings.ts';
import type { Search } from '../core/search.ts';
import type { Departures } from '../core/departures.ts';
import type { AccountPasswords } from '../core/passwords.ts';
import type { Sessions } from '../core/sessions.ts';
import type { Users } from '../core/users.ts';
import type { WholeHealth } from '../protocol/health.ts';
import type { IncomingHooks } from '../core/webhooks/incoming.ts';
import type { Webhooks } from '../core/webhooks/webhooks.ts';
import { adminRoutes } from './admin.ts';
import { archiveRoutes } from './archive.ts';
import { authRoutes } from './auth.ts';
import { chatRoutes } from './chats.ts';
import { docsRoutes } from './docs.ts';
import { translateErrors } from './errors.ts';
import { exportRoutes } from './exports.ts';
import { securityHeaders } from './headers.ts';
import { fileRoutes } from './files.ts';
import { healthRoutes } from './health.ts';
import { hookRoutes } from './hooks.ts';
import { inTurn } from './in-turn.ts';
import { inviteRoutes } from './invites.ts';
import { messageRoutes } from './messages.ts';
import { metricsRoutes, type Exposition, type MetricsDoor } from './metrics.ts';
import { notificationRoutes } from './notifications.ts';
import { pageRoutes } from './pages.ts';
import { presenceRoutes } from './presence.ts';
import { peopleRoutes } from './people.ts';
import { ownAvatarRoutes, profileRoutes } from './profiles.ts';
import { requestLog } from './request-log.ts';
import { readJson } from './read-json.ts';
import { passwordRoutes } from './passwords.ts';
import { sessionRoutes } from './sessions.ts';
import { searchRoutes } from './search.ts';
import { settingsRoutes } from './settings.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

/** What every request goes through needs these. */
export interface Surroundings {
  origins: Origins;
  logger: Logger;
}

interface AppParts extends Surroundings {
  accounts: Accounts;
  admissions: Admissions;
  audit: Audit;
  settings: Settings;
  backplane: Backplane;
  administration: Administration;
  bans: Bans;
  archive: Archive;
  chats: Chats;
  exports: Exports;
  files: Files;
  pictures: Pictures;
  membership: Membership;
  messages: Messages;
  notifications: Notifications;
  pins: Pins;
  invites: Invites;
  people: People;
  users: Users;
  profiles: Profiles;
  avatars: Avatars;
  presence: Presence;
  search: Search;
  sessions: Sessions;
  webhooks: Webhooks;
  incomingHooks: IncomingHooks;
  passwords: AccountPasswords;
  departures: Departures;
  /** What `/health` answers; undefined while the server is not ready. */
  health: () => WholeHealth | undefined;
  /** What `/metrics` shows, and to whom; without it there is no such address. */
  metrics: MetricsDoor | undefined;
  /** Where the built renderer is; without it no pages are served. */
  rendererDirectory: string | undefined;
  /** Bytes that a request's body may have. */
  bodyMax: () => number;
}

/** The REST interface and the pages. */
export function createApp(parts: AppParts): Express {
  const { accounts, admissions, chats, membership, messages, pins, invites, people } = parts;
  const { users, presence, search } = parts;
  const { logger, health, metrics, rendererDirectory, bodyMax } = parts;
  const app = bareApp(parts);
  app.use(compression());
  app.use('/health', healthRoutes(health));
  if (metrics) app.use('/metrics', metricsRoutes(metrics.exposition, metrics.guard));
  app.use('/api', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', readJson(bodyMax));
  app.use('/api/docs', docsRoutes());
  app.use('/api/archive', archiveRoutes(accounts, parts.archive));
  app.use('/api/auth', authRoutes(accounts, admissions, parts.departures));
  app.use('/api/auth', sessionRoutes(accounts, parts.sessions));
  app.use('/api/auth/me/avatar', ownAvatarRoutes(accounts, parts.avatars));
  app.use('/api/auth', passwordRoutes(accounts, parts.passwords));
  // Before those of chats: `messages/at` is no id.
  app.use('/api', searchRoutes(accounts, search));
  app.use('/api/chats', chatRoutes(accounts, chats, membership));
  app.use('/api/chats', fileRoutes(accounts, parts.files, parts.pictures));
  app.use('/api/chats', exportRoutes(accounts, parts.exports));
  app.use('/api/chats', notificationRoutes(accounts, parts.notifications));
  app.use('/api/chats', messageRoutes(accounts, messages, pins));
  app.use('/api/chats', webhookRoutes(accounts, parts.webhooks));
  app.use('/api/hooks', hookRoutes(parts.incomingHooks, bodyMax));
  app.use('/api/invites', inviteRoutes(accounts, invites));
  app.use('/api/admin', adminRoutes(parts));
  app.use('/api/admin', settingsRoutes(accounts, parts.settings, parts));
  app.use('/api/people', peopleRoutes(accounts, people, parts.bans, parts.passwords));
  app.use('/api/users', userRoutes(accounts, users));
  app.use('/api/users', profileRoutes(accounts, parts.profiles, parts.avatars));
  app.use('/api/presence', presenceRoutes(accounts, presence));
  if (rendererDirectory !== undefined) app.use(pageRoutes(rendererDirectory));
  return ended(app, logger);
}

/** `/metrics` and nothing else, for a port of its own. */
export function createMetricsApp(exposition: Exposition, around: Surroundings): Express {
  const app = bareApp(around);
  app.use('/metrics', metricsRoutes(exposition));
  return ended(app, around.logger);
}

/** What every request goes through first. */
function bareApp({ logger, origins }: Surroundings): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use('/api', inTurn());
  app.use(requestLog(logger));
  app.use(securityHeaders(origins));
  return app;
}

/** What nobody else has answered. */
function ended(app: Express, logger: Logger): Express {
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(translateErrors(logger));
  return app;
}
