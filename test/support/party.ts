import { createMemoryBackplane } from '../../server/backplane/memory.ts';
import { Audit } from '../../server/core/audit.ts';
import { Bans } from '../../server/core/bans.ts';
import { Chats } from '../../server/core/chats.ts';
import { Files } from '../../server/core/files.ts';
import { Departures } from '../../server/core/departures.ts';
import { Erasures } from '../../server/core/erasures.ts';
import { AccountPasswords } from '../../server/core/passwords.ts';
import { Host } from '../../server/core/host.ts';
import { Hub } from '../../server/core/hub.ts';
import { Membership } from '../../server/core/membership.ts';
import { Messages } from '../../server/core/messages.ts';
import { People } from '../../server/core/people.ts';
import { Pins } from '../../server/core/pins.ts';
import type { Connection } from '../../server/core/ports/connection.ts';
import type { Limiter } from '../../server/core/ports/limiter.ts';
import type { Log } from '../../server/core/ports/log.ts';
import { noMetrics, type Metrics } from '../../server/core/ports/metrics.ts';
import type { Passwords } from '../../server/core/ports/security.ts';
import type { Account, Store } from '../../server/core/ports/store.ts';
import { Presence } from '../../server/core/presence.ts';
import { Reading } from '../../server/core/reading.ts';
import { Sessions } from '../../server/core/sessions.ts';
import { Turns } from '../../server/core/turns.ts';
import { Versions } from '../../server/core/versions.ts';
import { serverFrame, type ClientFrame, type ServerFrame } from '../../server/protocol/frames.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { createTokens } from '../../server/security/tokens.ts';
import { newSessionId, resetSecrets } from '../../server/security/session-ids.ts';
import { createFakeClock } from './clock.ts';
import { createScriptedModel } from './scripted-model.ts';

/** A connection that ends in the test: what the hub sends is parsed and kept. */
export interface LinkedConnection extends Connection {
  readonly received: ServerFrame[];
  readonly closed: { code: number; reason: string }[];
  /** While true, chunks are left out, as for a peer that does not read. */
  isBehind: boolean;
  /** Hands a frame to the hub and lets everything settle that needs no time. */
  says(frame: ClientFrame): Promise<void>;
  /** The received frames of one type. */
  of<Type extends ServerFrame['type']>(type: Type): Extract<ServerFrame, { type: Type }>[];
  /** The text of a reply as a client that knows offsets puts it together. */
  textOf(messageId: number): string;
  disconnect(): void;
}

/** Passwords that cost nothing. */
const plainPasswords: Passwords = {
  hash: (password) => Promise.resolve(`hash of ${password}`),
  verify: (password, hash) => Promise.resolve(hash === `hash of ${password}`),
  close: () => Promise.resolve(),
};

const noLimits: Limiter = { consume: () => Promise.resolve() };
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The whole core on a memory store, a fake clock and a scripted model, without any network. */
export function createParty({
  store = createMemoryStore(),
  limiter = noLimits,
  log = silent,
  metrics = noMetrics,
}: { store?: Store; limiter?: Limiter; log?: Log; metrics?: Metrics } = {}) {
  const clock = createFakeClock();
  const model = createScriptedModel();
  const backplane = createMemoryBackplane();
  const presence = new Presence({ store, backplane, clock, log, changed: () => {} });
  const reading = new Reading({ store, backplane, limiter, clock, log });
  const chats = new Chats({ store, backplane, clock, reading, presence });
  const turns = new Turns({ store, backplane, model, clock, log, metrics });
  const audit = new Audit({ store, clock, log });
  const noHooks = { forgetChat: () => undefined };
  const membership = new Membership({ store, backplane, limiter, chats, turns, audit, webhooks: noHooks });
  const limits = { fileMax: 1000, filesMax: 0 };
  const files = new Files({ store, chats, limiter, clock, log, limits });
  const tokens = createTokens('a secret of this party, long enough', clock);
  const sessions = new Sessions({ store, backplane, tokens, limiter, clock, newSessionId });
  const parts = { store, sessions, backplane, limiter, clock, log, metrics, chats, files, turns, reading, presence };
  const versions = new Versions('test');
  const pins = new Pins(parts);
  const messages = new Messages({ ...parts, pins, versions, limits: { messageMax: 100 } });
  const hub = new Hub({ ...parts, versions, limits: { messageMax: 100 } });

  const passwords = new AccountPasswords({ ...parts, audit, passwords: plainPasswords, secrets: resetSecrets });
  const erasures = new Erasures({ ...parts, pins, versions });
  const departures = new Departures({
    ...parts,
    host: { peopleChanged: () => {} },
    passwords,
    erasures,
  });

  const account = async (username: string): Promise<Account> =>
    (await store.accountByName(username)) ??
    store.addAccount({
      username,
      email: `${username}@example.org`,
      password_hash: '-',
      is_guest: false,
      created_at: new Date(clock.now()).toISOString(),
    });

  const connect = async (username: string): Promise<LinkedConnection> => {
    const { id } = await account(username);
    const received: ServerFrame[] = [];
    const closed: LinkedConnection['closed'] = [];
    const connection: LinkedConnection = {
      userId: id,
      username,
      signIn: { sessionId: undefined, issuedAt: undefined },
      address: '127.0.0.1',
      received,
      closed,
      isBehind: false,
      send: (data) => {
        received.push(serverFrame.parse(JSON.parse(new TextDecoder().decode(data))));
      },
      sendChunk: (data) => {
        if (!connection.isBehind) connection.send(data);
      },
      close: (code, reason) => {
        closed.push({ code, reason });
      },
      says: async (frame) => {
        await hub.receive(connection, frame);
        await clock.settle();
      },
      of: <Type extends ServerFrame['type']>(type: Type) =>
        received.filter((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type),
      textOf: (messageId) => {
        let text = '';
        for (const frame of connection.of('bot_stream')) {
          if (frame.message_id !== messageId) continue;
          if (frame.is_complete) text = frame.full_response;
          else if (frame.offset <= text.length) text = text.slice(0, frame.offset) + frame.chunk;
        }
        return text;
      },
      disconnect: () => hub.disconnect(connection),
    };
    hub.connect(connection);
    return connection;
  };

  const chat = async (
    owner: string,
    others: string[] = [],
    fields: { is_ai_chat?: boolean; is_group?: boolean } = {},
  ) => {
    await Promise.all(others.map(account));
    return chats.create(await account(owner), {
      name: 'party',
      is_group: true,
      is_ai_chat: false,
      participant_usernames: others,
      ...fields,
    });
  };

  const remove = async (username: string): Promise<void> => {
    const { id } = await account(username);
    await new People({ store, departures, presence, audit }).remove((await store.host())!, id);
  };

  /** The host bans somebody. */
  const ban = async (username: string): Promise<void> => {
    const host = await Host.load({ store, backplane, clock });
    await new Bans({ store, backplane, clock, host, sessions, audit }).ban(
      (await store.host())!,
      (await account(username)).id,
    );
  };

  /** The owner removes somebody from their chat. */
  const removeFrom = async (chatId: number, owner: string, username: string): Promise<void> => {
    await membership.remove(await account(owner), chatId, (await account(username)).id);
  };

  const invite = async (chatId: number, owner: string, username: string): Promise<void> => {
    await chats.invite(await account(owner), chatId, username);
  };

  return {
    store,
    sessions,
    passwords,
    erasures,
    departures,
    clock,
    model,
    chats,
    files,
    messages,
    pins,
    reading,
    presence,
    membership,
    turns,
    hub,
    account,
    connect,
    chat,
    remove,
    ban,
    removeFrom,
    invite,
  };
}
