import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import { createRest, type Rest } from '../api/rest.ts';
import type { Environment } from './environment.ts';
import { isLasting, returnGuest, type GuestReturn } from './guest-return.ts';
import { signedIn, type SignedIn } from './signed-in.ts';
import { initialState } from './store.ts';
import {
  forgetUser,
  readSession,
  serverPrefix,
  sessionKey,
  userPrefix,
  writeSession,
  type StoredSession,
} from './stored-session.ts';
import type { AppState, Session, SignedOutReason } from './types.ts';

/** Who is signed in with one server, kept between visits and the same in every tab. */
export type SessionOwner = {
  /** Reads the stored session and connects. `server` is a base URL; '' is the page's own origin. Returns what undoes it. */
  start: (server: string) => () => void;
  /** The server's interface for who is not signed in here; `token` is that of somebody who is about to be. */
  anonymous: (token?: string) => Rest;
  /** What lives with the session; null while nobody is signed in. */
  live: () => SignedIn | null;
  /** The same. @throws ApiError where nobody is signed in: a late call of a screen that is going away. */
  required: () => SignedIn;
  /** Somebody has signed in. */
  admit: (session: StoredSession) => void;
  /** The account that is signed in has changed. */
  changed: (user: StoredSession['user']) => void;
  /** The guest who is signed in has taken a password of their own. */
  upgraded: (user: StoredSession['user']) => void;
  /** There is another token for the session. */
  renewed: (token: string) => void;
  /** The password that this device keeps for a guest. */
  keptPassword: () => string | undefined;
  /** The server has ended the session, for this reason. */
  ended: (reason: SignedOutReason) => void;
  signOut: () => void;
  reconnectNow: () => void;
};

/** Whoever is signed out for one of these does not come back to what they had not sent. */
const leavesNothing: ReadonlySet<SignedOutReason> = new Set(['signed_out', 'removed', 'banned', 'deleted']);

/** Owns the session, and everything that lives as long as it does. */
export function createSession(store: StoreApi<AppState>, environment: Environment): SessionOwner {
  const { page, elapsed, random } = environment;
  let { storage } = environment;
  let server = '';
  let prefix = '';
  let stored: StoredSession | null = null;
  let live: SignedIn | null = null;
  let returning: GuestReturn | null = null;
  let stop: (() => void) | null = null;

  const anonymous = (token?: string) =>
    createRest({ server, fetch: environment.fetch, ...(token !== undefined && { token }) });

  function begin(session: StoredSession) {
    end({ kind: 'signed_in', user: session.user });
    stored = session;
    live = signedIn({
      store,
      environment,
      server,
      prefix: userPrefix(prefix, session.user.id),
      user: session.user,
      token: session.token,
      onUser: changed,
      onExpired: expired,
      onSignedOut: ended,
    });
  }

  /** As `begin`, with the chat open that was. */
  function resume(session: StoredSession) {
    const { session: before, openChatId } = store.getState();
    begin(session);
    if (before.kind === 'signed_in' && before.user.id === session.user.id) live?.attendance.open(openChatId);
  }

  /** Ends what lives with the session, and forgets all that was shown in it. */
  function end(session: Session) {
    returning?.end();
    returning = null;
    live?.close();
    live = null;
    stored = null;
    const { server: base, health, invite } = store.getState();
    store.setState({ ...initialState, server: base, health, invite, session });
  }

  /** Another tab may have signed in again already; that session stays. */
  function forgetSession() {
    if (readSession(storage.get(sessionKey(prefix)))?.token === stored?.token) storage.remove(sessionKey(prefix));
  }

  /** The server has ended the session; where another tab has signed out, that may be heard before the storage tells. */
  function ended(reason: SignedOutReason) {
    const session = stored;
    if (session === null) return;
    // A guest who is let in again comes back with what only this device knows.
    if (reason !== 'banned' || session.guest_password === undefined) forgetSession();
    end({ kind: 'signed_out', reason });
    // Last, for the end writes what was not written yet.
    if (leavesNothing.has(reason)) forgetUser(storage, prefix, session.user.id);
  }

  /** A fresh token for the session; a guest whose session is over signs in again. */
  async function freshToken({ token, user, guest_password: password }: StoredSession): Promise<string> {
    try {
      return (await anonymous(token).renew()).access_token;
    } catch (error) {
      if (password === undefined || !isLasting(error)) throw error;
      return (await anonymous().login({ username: user.username, password })).access_token;
    }
  }

  function expired() {
    const session = stored;
    if (session === null || returning !== null) return;
    // Drafts and unsent messages go on being kept; only the connection is of no use any more.
    live?.socket.close();
    returning = returnGuest({
      signIn: async () => {
        const token = await freshToken(session);
        if (stored !== session) return;
        const renewed = { ...session, token };
        writeSession(storage, prefix, renewed);
        resume(renewed);
      },
      onWait: (retryAt, attempt) => store.setState({ connection: { kind: 'reconnecting', retryAt, attempt } }),
      onRefused: () => {
        forgetSession();
        end({ kind: 'signed_out', reason: 'expired' });
      },
      elapsed,
      random,
    });
  }

  /** The account that is signed in has changed. */
  function changed(user: StoredSession['user']) {
    if (stored === null || stored.user.id !== user.id) return;
    const text = JSON.stringify(user);
    if (text === JSON.stringify(stored.user)) return;
    stored = { ...stored, user };
    writeSession(storage, prefix, stored);
    store.setState({ session: { kind: 'signed_in', user } });
  }

  /** Another tab has signed in or out. */
  function sessionChanged(session: StoredSession | null) {
    // The same session, of which another tab has heard something new.
    if (session !== null && live !== null && session.token === stored?.token) {
      stored = session;
      store.setState({ session: { kind: 'signed_in', user: session.user } });
    } else if (session !== null) resume(session);
    else if (live !== null) end({ kind: 'signed_out', reason: 'signed_out' });
  }

  return {
    start: (base) => {
      stop?.();
      ({ storage } = environment);
      server = base;
      prefix = serverPrefix(server, page.origin);
      const unlisten = storage.onChange((key, text) => {
        if (key === sessionKey(prefix)) sessionChanged(readSession(text));
      });
      store.setState({ server: server === '' ? page.origin : new URL(server).origin, health: null, invite: null });
      const session = readSession(storage.get(sessionKey(prefix)));
      if (session === null) end({ kind: 'signed_out' });
      else begin(session);
      stop = () => {
        unlisten();
        end({ kind: 'signed_out' });
        stop = null;
      };
      return stop;
    },
    anonymous,
    live: () => live,
    required: () => {
      if (live === null) throw new ApiError({ kind: 'local', message: 'Sign in first.', code: 'not_authenticated' });
      return live;
    },
    admit: (session) => {
      writeSession(storage, prefix, session);
      begin(session);
    },
    changed,
    upgraded: (user) => {
      if (stored === null) return;
      stored = { token: stored.token, user };
      writeSession(storage, prefix, stored);
      store.setState({ session: { kind: 'signed_in', user } });
    },
    renewed: (token) => {
      if (stored === null) return;
      stored = { ...stored, token };
      writeSession(storage, prefix, stored);
    },
    keptPassword: () => stored?.guest_password,
    ended,
    signOut: () => {
      // It is over here at once; that the server knows it as well is not waited for.
      if (stored !== null && returning === null)
        void anonymous(stored.token)
          .logout()
          .catch(() => {});
      const { session } = store.getState();
      storage.remove(sessionKey(prefix));
      end({ kind: 'signed_out', reason: 'signed_out' });
      if (session.kind === 'signed_in') forgetUser(storage, prefix, session.user.id);
    },
    reconnectNow: () => {
      if (returning === null) live?.socket.reconnectNow();
      else returning.retryNow();
    },
  };
}
