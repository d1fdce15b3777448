import { ApiError, unreachable } from '../api/errors.ts';
import { parse } from '../api/parse.ts';
import { createRest, type Rest } from '../api/rest.ts';
import type { StoreApi } from 'zustand';
import type { HostBridge, HostOptions, HostSession, HostStart } from '../../electron/bridge.ts';
import type { Invite } from '../../server/protocol/invites.ts';
import { user } from '../../server/protocol/users.ts';
import type { Environment } from '../state/environment.ts';
import { setShareBase } from '../state/share-base.ts';
import { readSession, serverPrefix, sessionKey, writeSession, type StoredSession } from '../state/stored-session.ts';
import type { AppState, SignedOutReason } from '../state/types.ts';
import { ownUrl, type DesktopState } from './desktop-state.ts';
import type { Visits } from './visits.ts';

/** A token that is refused this soon after it was made would be refused again. */
const RENEW_AFTER_MS = 10_000;

/** The party that this machine hosts. */
export interface OwnParty {
  /** Starts it and enters its chat. What cannot be done is part of the answer. */
  start: (options: HostOptions) => Promise<HostStart>;
  /** Shows its chats. @param path where on it; else where it was left */
  enter: (path?: string) => Promise<void>;
  /** Ends it for everybody. */
  stop: () => Promise<void>;
  /** The host's way to the own server, whatever the window shows. @throws ApiError */
  ask: <Answer>(question: (rest: Rest) => Promise<Answer>) => Promise<Answer>;
  /** The invite that the party has from its start, or one made in its place. @throws ApiError */
  invite: () => Promise<Invite>;
  /** Takes in that it has begun, ended or changed. */
  changed: (host: DesktopState['host']) => void;
}

interface Parts {
  store: StoreApi<DesktopState>;
  app: StoreApi<AppState>;
  host: () => HostBridge;
  environment: Environment;
  visits: Visits;
}

export function createOwnParty({ store, app, host: bridge, environment, visits }: Parts): OwnParty {
  let renewedAt = -Infinity;

  const kept = (url: string) => readSession(environment.storage.get(sessionKey(serverPrefix(url, ''))));

  function keep(session: HostSession): StoredSession {
    const self = parse(user, session.user);
    if (self === null) throw new Error('the own party has signed in nobody');
    const stored = { token: session.token, user: self };
    writeSession(environment.storage, serverPrefix(session.server, ''), stored);
    return stored;
  }

  async function enter(path?: string) {
    const url = ownUrl(store.getState());
    if (url === null) return;
    const isIn = store.getState().current === url && app.getState().session.kind === 'signed_in';
    if (!isIn) {
      const session = await bridge().signIn();
      if (session === null) return;
      keep(session);
    }
    visits.switchTo(url, { path, isAnew: !isIn });
  }

  async function sessionOf(url: string, isFresh: boolean): Promise<StoredSession> {
    const stored = isFresh ? null : kept(url);
    if (stored !== null) return stored;
    const session = await bridge().signIn();
    if (session === null) throw unreachable();
    return keep(session);
  }

  async function ask<Answer>(question: (rest: Rest) => Promise<Answer>): Promise<Answer> {
    const url = ownUrl(store.getState());
    if (url === null) throw unreachable();
    const as = async (isFresh: boolean) => {
      const { token } = await sessionOf(url, isFresh);
      return question(createRest({ server: url, fetch: environment.fetch, token }));
    };
    try {
      return await as(false);
    } catch (error) {
      const isExpired = error instanceof ApiError && error.code === 'not_authenticated';
      if (!isExpired) throw error;
      return as(true);
    }
  }

  /** Signed out of the own party, which has no password to sign in with. */
  function onSignedOut(reason: SignedOutReason | undefined) {
    if (reason === 'expired' && environment.elapsed() - renewedAt > RENEW_AFTER_MS) {
      renewedAt = environment.elapsed();
      void enter();
    } else if (reason !== undefined) visits.leave();
  }

  function changed(host: DesktopState['host']) {
    const before = ownUrl(store.getState());
    const isOver = before !== null && host.kind !== 'hosting';
    if (isOver && store.getState().current === before) visits.leave();
    if (before !== null) setShareBase(before, null);
    // On the loopback address nobody else can open anything.
    if (host.kind === 'hosting') setShareBase(host.url, host.addresses[0] ?? null);
    const { dialog } = store.getState();
    store.setState({ host, dialog: isOver && dialog !== 'settings' ? null : dialog });
  }

  app.subscribe(({ session }, before) => {
    const { current } = store.getState();
    if (session === before.session || session.kind === 'signed_in' || current === null) return;
    if (current === ownUrl(store.getState()) && before.session.kind === 'signed_in') onSignedOut(session.reason);
  });

  return {
    enter,
    start: async (options) => {
      const answer = await bridge().start(options);
      if (answer.kind !== 'started') return answer;
      changed(await bridge().state());
      keep(answer.session);
      visits.switchTo(answer.session.server, { path: `/chats/${answer.session.chatId}` });
      store.setState({ dialog: 'party' });
      return answer;
    },
    stop: async () => {
      if (store.getState().current === ownUrl(store.getState())) visits.leave();
      await bridge().stop();
    },
    ask,
    invite: async () => {
      const standing = (await ask(async (rest) => rest.invites()))
        .filter((invite) => invite.chat_id !== null && invite.expires_at === null)
        .toSorted((one, other) => one.id - other.id)[0];
      if (standing !== undefined) return standing;
      const session = await bridge().signIn();
      return ask(async (rest) => rest.createInvite({ chat_id: session?.chatId ?? null }));
    },
    changed,
  };
}
