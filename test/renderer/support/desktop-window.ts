import { createStore } from 'zustand/vanilla';
import { initialDesktop, type DesktopState } from '../../../renderer/desktop/desktop-state.ts';
import { coop } from '../../../renderer/desktop/bridge.ts';
import { createOwnParty } from '../../../renderer/desktop/own-party.ts';
import { createVisits } from '../../../renderer/desktop/visits.ts';
import { createApp } from '../../../renderer/state/app.ts';
import type { Environment } from '../../../renderer/state/environment.ts';
import { initialState } from '../../../renderer/state/store.ts';
import type { AppState } from '../../../renderer/state/types.ts';
import type { Backend } from './backend.ts';
import { FakePage, Profile } from './browser.ts';
import { installFakeBridge, type FakeDesktop } from './fake-bridge.ts';
import { linkedSockets } from './linked-sockets.ts';
import { noFiles } from './no-files.ts';

/** `fetch` in a network with these servers, by base URL, and nothing else. */
export function networkOf(servers: Record<string, Backend>): typeof fetch {
  return async (input, init) => {
    const backend = servers[new URL(input as string).origin];
    if (backend === undefined) throw new TypeError('Failed to fetch');
    return backend.fetch(input, init);
  };
}

/** A window of the desktop app, in a network with these servers, by base URL; servers may be added and taken away. */
export function openWindow(servers: Record<string, Backend>, fake: FakeDesktop = {}, profile = new Profile()) {
  const desktop = installFakeBridge(fake);
  const sockets = linkedSockets();
  const environment: Environment = {
    fetch: networkOf(servers),
    WebSocket: sockets.WebSocket,
    ...noFiles,
    page: new FakePage(),
    storage: profile.tab(),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    random: () => 0,
    newClientId: () => 'client',
    newSecret: () => 'secret-of-a-guest',
    notify: () => {},
    playSound: () => {},
    setUnread: () => {},
  };
  const app = createStore<AppState>()(() => initialState);
  const store = createStore<DesktopState>()(() => ({ ...initialDesktop, host: fake.host ?? initialDesktop.host }));
  const actions = createApp(app, environment);
  const visits = createVisits({ store, app, actions, environment });
  const ownParty = createOwnParty({ store, app, environment, visits, host: () => coop().host });
  /** Joins a server by its address. */
  const join = (url: string, invite?: string) =>
    visits.goTo({ addresses: [url], invite }, new AbortController().signal);
  // As the page does at its start.
  coop().host.onState(ownParty.changed);
  return { desktop, sockets, environment, app, store, actions, visits, ownParty, join, profile };
}
