import { randomUUID } from 'node:crypto';
import type { ServerConfig } from './config.ts';
import { Accounts } from './core/accounts.ts';
import { Admissions } from './core/admissions.ts';
import { Administration } from './core/administration.ts';
import { Audit } from './core/audit.ts';
import { Avatars } from './core/avatars.ts';
import { Bans } from './core/bans.ts';
import { Archive } from './core/archive.ts';
import { Chats } from './core/chats.ts';
import { Departures } from './core/departures.ts';
import { Erasures } from './core/erasures.ts';
import { AccountPasswords } from './core/passwords.ts';
import { Exports } from './core/exports.ts';
import { Files } from './core/files.ts';
import { Host } from './core/host.ts';
import { Hub } from './core/hub.ts';
import { Invites, type FirstInvite } from './core/invites.ts';
import { Membership } from './core/membership.ts';
import { Messages } from './core/messages.ts';
import { Notifications } from './core/notifications.ts';
import { Party } from './core/party.ts';
import { People } from './core/people.ts';
import { Pictures } from './core/pictures.ts';
import { Pins } from './core/pins.ts';
import type { Archives } from './core/ports/archives.ts';
import type { Backplane } from './core/ports/backplane.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Limiter } from './core/ports/limiter.ts';
import type { Log } from './core/ports/log.ts';
import type { Metrics } from './core/ports/metrics.ts';
import type { Model } from './core/ports/model.ts';
import type { Passwords, Tokens } from './core/ports/security.ts';
import type { Store } from './core/ports/store.ts';
import { Presence } from './core/presence.ts';
import { Profiles } from './core/profiles.ts';
import { Reading } from './core/reading.ts';
import { Search } from './core/search.ts';
import type { Settings } from './core/settings.ts';
import { Sessions } from './core/sessions.ts';
import { Turns } from './core/turns.ts';
import { Users } from './core/users.ts';
import { Versions } from './core/versions.ts';
import type { Poster } from './core/ports/webhooks.ts';
import { IncomingHooks } from './core/webhooks/incoming.ts';
import { Webhooks } from './core/webhooks/webhooks.ts';
import { createHookSecrets } from './security/hook-secrets.ts';
import { createInviteSecrets } from './security/invite-secrets.ts';
import { newSessionId, resetSecrets } from './security/session-ids.ts';

interface Adapters {
  store: Store;
  archives: Archives;
  backplane: Backplane;
  passwords: Passwords;
  tokens: Tokens;
  limiter: Limiter;
  model: Model;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  poster: Poster;
}

/**
 * Puts the core together on its adapters, and settles what a data directory has from its first start on.
 * @throws AppError `invalid` where the party's host cannot be called that; what the store throws
 */
export async function assemble(config: ServerConfig, settings: Settings, adapters: Adapters) {
  const { store } = adapters;
  const serverId = randomUUID();
  const settled = await store.settle({ server_id: serverId });
  const host = await Host.load(adapters);
  const secrets = createInviteSecrets();
  const isLocked = settings.registration !== 'open' && !config.party && host.username === undefined;
  const firstInvite: FirstInvite | undefined = isLocked
    ? { token: secrets.token(), invitedBy: settings.values.name ?? 'Gemini Coop' }
    : undefined;

  const audit = new Audit(adapters);
  const sessions = new Sessions({ ...adapters, newSessionId });
  const presence = new Presence({ ...adapters, changed: () => host.peopleChanged() });
  const profiles = new Profiles({ ...adapters, presence });
  const reading = new Reading(adapters);
  const chats = new Chats({ ...adapters, reading, presence });
  const invites = new Invites({ ...adapters, secrets, chats, audit, first: firstInvite });
  const party =
    config.party &&
    (await Party.open({ ...adapters, invites, host, sessions }, config.party.hostName, settings.values.name));
  const files = new Files({ ...adapters, chats, limits: settings });
  const turns = new Turns(adapters);
  const versions = new Versions(randomUUID());
  const pins = new Pins({ ...adapters, chats });
  const webhooks = new Webhooks({ ...adapters, hookSecrets: createHookSecrets(), random: Math.random });
  await webhooks.start();
  const passwords = new AccountPasswords({ ...adapters, sessions, audit, secrets: resetSecrets });
  const erasures = new Erasures({ ...adapters, files, reading, pins, versions });
  const departures = new Departures({ ...adapters, host, chats, passwords, erasures });
  return {
    serverId: settled.server_id ?? serverId,
    firstInvite,
    host,
    audit,
    party,
    chats,
    files,
    pictures: new Pictures({ ...adapters, chats, files }),
    profiles,
    avatars: new Avatars({ ...adapters, files, profiles }),
    messages: new Messages({ ...adapters, chats, files, turns, reading, pins, versions, limits: settings }),
    pins,
    notifications: new Notifications({ ...adapters, chats }),
    exports: new Exports({ ...adapters, chats }),
    invites,
    archive: new Archive({ ...adapters, audit }),
    accounts: new Accounts({ ...adapters, host, presence, profiles, sessions }),
    admissions: new Admissions({ ...adapters, chats, invites, host, sessions, settings }),
    presence,
    sessions,
    passwords,
    erasures,
    departures,
    membership: new Membership({ ...adapters, chats, turns, audit, webhooks }),
    people: new People({ store, presence, audit, departures }),
    bans: new Bans({ ...adapters, host, sessions, audit }),
    administration: new Administration({ store, presence, limits: settings }),
    search: new Search({ ...adapters, chats }),
    webhooks,
    incomingHooks: new IncomingHooks({ ...adapters, reading, limits: settings }),
    users: new Users({ ...adapters, chats }),
    hub: new Hub({ ...adapters, chats, files, turns, reading, presence, sessions, versions, limits: settings }),
  };
}
