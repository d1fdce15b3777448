import { navigate } from 'wouter/use-browser-location';
import type { StoreApi } from 'zustand';
import type { Health } from '../../server/protocol/health.ts';
import type { Environment } from '../state/environment.ts';
import { readSession, serverPrefix, sessionKey } from '../state/stored-session.ts';
import type { Actions, AppState } from '../state/types.ts';
import { ownUrl, type DesktopState } from './desktop-state.ts';
import { forgetKept, moveKept, withServer, writeServers, type KnownServer } from './known-servers.ts';
import { probe, probeAny, type Probe } from './probe.ts';
import { provesItself } from './prove.ts';

const CURRENT_KEY = 'gemini-coop:current';

/** Where to go: one server by all its addresses, the likeliest first. */
export interface Destination {
  addresses: readonly [string, ...string[]];
  invite?: string | undefined;
}

/** How a server is entered. */
export interface Entrance {
  /** Where on it; else where it was left. */
  path?: string | undefined;
  invite?: string | undefined;
  /** Also where it is shown already: the sign-in that is kept for it is another one. */
  isAnew?: boolean;
}

/** What came of trying to go there. */
export type Arrival = { kind: 'arrived' } | { kind: 'given_up' } | Failure;

/** Why it is not possible to go there. */
export type Failure = Exclude<Probe, { kind: 'server' }>;

/** One window's way between servers: it is connected to one at a time, and comes back to where it was on each. */
export interface Visits {
  /** Finds out what is there, and goes there if it can be used and nobody has given it up meanwhile. */
  goTo: (destination: Destination, signal: AbortSignal) => Promise<Arrival>;
  /** Shows a server without asking it first. */
  switchTo: (url: string, to?: Entrance) => void;
  /** Ends the connection and shows the start screen. */
  leave: () => void;
  /** Forgets a server with everything that is kept for it. */
  forget: (url: string) => void;
  /** Base URL of the server that was shown when the window was closed or reloaded; null where none was. */
  last: () => string | null;
  /** A sign-in is kept for it. */
  isSignedIn: (url: string) => boolean;
}

interface Parts {
  store: StoreApi<DesktopState>;
  app: StoreApi<AppState>;
  actions: Pick<Actions, 'start'>;
  environment: Environment;
}

export function createVisits({ store, app, actions, environment }: Parts): Visits {
  let stop: (() => void) | null = null;

  const isSignedIn = (url: string) => readSession(environment.storage.get(sessionKey(serverPrefix(url, '')))) !== null;

  /** Under which it is kept where a server was left. */
  const pathKey = (url: string) => `${serverPrefix(url, '')}path`;

  function setServers(servers: readonly KnownServer[]) {
    store.setState({ servers });
    writeServers(environment.storage, servers);
  }

  function remember(url: string, health: Health) {
    const { servers } = store.getState();
    if (url === ownUrl(store.getState())) return;
    setServers(withServer(servers, { url, health, lastSeenAt: new Date(environment.now()).toISOString() }));
  }

  function switchTo(url: string, to: Entrance = {}) {
    const { current, servers } = store.getState();
    if (current !== null) environment.storage.set(pathKey(current), location.pathname);
    if (url !== current || to.invite !== undefined || to.isAnew) {
      stop = actions.start({ server: url, ...(to.invite !== undefined && { invite: to.invite }) });
      const known = servers.find((server) => server.url === url);
      // What is known of it already need not be waited for.
      if (known !== undefined) app.setState({ health: known.health });
      environment.storage.set(CURRENT_KEY, url);
    }
    navigate(to.path ?? environment.storage.get(pathKey(url)) ?? '/', { replace: true });
    store.setState({ current: url, place: 'server', dialog: null, link: null });
  }

  function leave() {
    stop?.();
    stop = null;
    environment.storage.remove(CURRENT_KEY);
    store.setState({ current: null, place: 'start', dialog: null });
    navigate('/', { replace: true });
  }

  /** The address at which this server is visited: the one that is known, for as long as it answers there. */
  async function settle(url: string, health: Health): Promise<string> {
    const { servers, host } = store.getState();
    if (host.kind === 'hosting' && host.serverId === health.server_id) return host.url;
    if (isSignedIn(url) || health.server_id === undefined) return url;
    const known = servers.find((server) => server.url !== url && server.health.server_id === health.server_id);
    if (known === undefined) return url;
    const there = await probeAny([known.url], environment);
    if (there.kind === 'server' && there.health.server_id === health.server_id) return known.url;
    const kept = readSession(environment.storage.get(sessionKey(serverPrefix(known.url, ''))));
    if (kept !== null && !(await provesItself(url, kept.token, environment.fetch))) return url;
    moveKept(environment.storage, known.url, url);
    setServers(servers.map((server) => (server === known ? { ...known, url } : server)));
    return url;
  }

  async function goTo({ addresses, invite }: Destination, signal: AbortSignal): Promise<Arrival> {
    const [only] = addresses;
    const found = addresses.length === 1 ? await probe(only, environment) : await probeAny(addresses, environment);
    if (found.kind !== 'server') return found;
    const { health } = found;
    if (signal.aborted) return { kind: 'given_up' };
    const url = await settle(found.url, health);
    if (signal.aborted) return { kind: 'given_up' };
    remember(url, health);
    switchTo(url, { invite });
    return { kind: 'arrived' };
  }

  app.subscribe(({ server, health, connection, openChatId }, before) => {
    const { current } = store.getState();
    const isOpened = openChatId !== null && openChatId !== before.openChatId;
    // The window may be closed any time, and nobody is asked then.
    if (current !== null && server === current && isOpened) {
      environment.storage.set(pathKey(current), `/chats/${openChatId}`);
    }
    // On the way from one server to another, what is told of the new one comes before it is the current one.
    if (current === null || health === null || server !== current) return;
    const isLost = before.connection.kind === 'connected' && connection.kind !== 'connected';
    if (health !== before.health || isLost) remember(current, health);
  });

  return {
    goTo,
    switchTo,
    leave,
    forget: (url) => {
      if (url === store.getState().current) leave();
      forgetKept(environment.storage, url);
      setServers(store.getState().servers.filter((server) => server.url !== url));
    },
    last: () => environment.storage.get(CURRENT_KEY),
    isSignedIn,
  };
}
