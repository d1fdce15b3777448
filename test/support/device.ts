import { randomUUID } from 'node:crypto';
import { WebSocket as NodeWebSocket, type RawData } from 'ws';
import { createStore } from 'zustand/vanilla';
import { createApp } from '../../renderer/state/app.ts';
import { initialState } from '../../renderer/state/store.ts';
import type { Actions, AppState } from '../../renderer/state/types.ts';
import type { ClientFrame, ServerFrame } from '../../server/protocol/frames.ts';
import { FakePage, Profile } from '../renderer/support/browser.ts';
import type { Random } from './random.ts';
import { noFiles } from '../renderer/support/no-files.ts';

/** What passes on a device's sockets, also on those that it has given up. */
export interface DeviceTaps {
  heard?: (frame: ServerFrame) => void;
  said?: (frame: ClientFrame) => void;
}

/** The program in the page, as it runs on somebody's device: its real state and connections, in Node. */
export interface Device {
  readonly username: string;
  readonly userId: number;
  readonly actions: Actions;
  readonly state: () => AppState;
  readonly page: FakePage;
  /** Loads the page again: what was kept is there, the rest is forgotten. */
  reload(): void;
  close(): void;
}

/**
 * Makes an account at the server and signs a device in with it.
 * @param random for its waits between tries to connect
 */
export async function openDevice(
  server: string,
  username: string,
  random: Random,
  taps: DeviceTaps = {},
): Promise<Device> {
  const profile = new Profile();
  const sockets = new Set<NodeWebSocket>();

  class TappedSocket extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.add(this);
      this.once('close', () => sockets.delete(this));
      this.on('message', (data: RawData) => taps.heard?.(JSON.parse((data as Buffer).toString()) as ServerFrame));
    }

    override send(data: string): void {
      taps.said?.(JSON.parse(data) as ClientFrame);
      super.send(data);
    }
  }

  const loadPage = () => {
    const page = new FakePage();
    const store = createStore<AppState>()(() => initialState);
    const actions = createApp(store, {
      fetch,
      WebSocket: TappedSocket as unknown as typeof WebSocket,
      ...noFiles,
      page,
      storage: profile.tab(),
      now: Date.now,
      elapsed: () => performance.now(),
      random,
      newClientId: randomUUID,
      newSecret: randomUUID,
      notify: () => {},
      playSound: () => {},
      setUnread: () => {},
    });
    return { page, store, actions, stop: actions.start({ server }) };
  };

  let loaded = loadPage();
  const email = `${Buffer.from(username).toString('hex')}@example.org`;
  await loaded.actions.register({ username, email, password: 'correct horse' });
  const { session } = loaded.store.getState();
  if (session.kind !== 'signed_in') throw new Error(`${username} is not signed in`);

  return {
    username,
    userId: session.user.id,
    get actions() {
      return loaded.actions;
    },
    state: () => loaded.store.getState(),
    get page() {
      return loaded.page;
    },
    reload: () => {
      const { openChatId } = loaded.store.getState();
      loaded.stop();
      loaded = loadPage();
      loaded.actions.openChat(openChatId);
    },
    close: () => {
      loaded.stop();
      for (const socket of sockets) socket.terminate();
    },
  };
}
