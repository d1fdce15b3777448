import { createStore } from 'zustand/vanilla';
import type { Page, PageEvent } from '../../../renderer/api/page.ts';
import { createApp } from '../../../renderer/state/app.ts';
import type { Environment, Notification } from '../../../renderer/state/environment.ts';
import type { TextStorage } from '../../../renderer/state/storage.ts';
import { initialState } from '../../../renderer/state/store.ts';
import type { AppState } from '../../../renderer/state/types.ts';
import { noFiles } from './no-files.ts';

/** A page whose events are fired by hand. */
export class FakePage implements Page {
  origin = 'http://server.test';
  online = true;
  readonly #listeners = new Set<{ event: PageEvent; listener: () => void }>();

  focused = true;
  isOnline = () => this.online;
  isFocused = () => this.focused;

  /** Where it was led to. */
  readonly paths: string[] = [];
  go = (path: string) => {
    this.paths.push(path);
  };

  on = (event: PageEvent, listener: () => void) => {
    const entry = { event, listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  };

  fire(event: PageEvent): void {
    if (event === 'online' || event === 'offline') this.online = event === 'online';
    if (event === 'focus' || event === 'blur') this.focused = event === 'focus';
    for (const entry of this.#listeners) if (entry.event === event) entry.listener();
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }
}

/** A browser profile: what its tabs keep, and how they hear of each other. */
export class Profile {
  readonly texts = new Map<string, string>();
  readonly #tabs = new Set<{ listeners: Set<(key: string, text: string | null) => void> }>();

  /** The storage as one tab sees it. */
  tab(): TextStorage {
    const self = { listeners: new Set<(key: string, text: string | null) => void>() };
    this.#tabs.add(self);
    const tell = (key: string, text: string | null) => {
      for (const tab of this.#tabs) if (tab !== self) for (const listener of tab.listeners) listener(key, text);
    };
    return {
      get: (key) => this.texts.get(key) ?? null,
      set: (key, text) => {
        this.texts.set(key, text);
        tell(key, text);
      },
      remove: (key) => {
        if (this.texts.delete(key)) tell(key, null);
      },
      keys: (prefix) => [...this.texts.keys()].filter((key) => key.startsWith(prefix)),
      onChange: (listener) => {
        self.listeners.add(listener);
        return () => self.listeners.delete(listener);
      },
    };
  }
}

let clientIds = 0;

/** An app of its own, as a tab of the profile runs it. No wait is random: all are as short as they can be. */
export function openTab(
  profile: Profile,
  network: Pick<Environment, 'fetch' | 'WebSocket'> &
    Partial<Pick<Environment, 'XMLHttpRequest' | 'prepareImage' | 'cutPicture'>>,
) {
  const page = new FakePage();
  const store = createStore<AppState>()(() => initialState);
  /** What the system was asked to show, and what it was told was not seen. */
  const notifications: Notification[] = [];
  const unread: number[] = [];
  /** When something was to be heard. */
  const sounds: number[] = [];
  const actions = createApp(store, {
    ...noFiles,
    ...network,
    page,
    storage: profile.tab(),
    now: Date.now,
    elapsed: () => performance.now(),
    random: () => 0,
    newClientId: () => `client-${++clientIds}`,
    newSecret: () => `secret-${++clientIds}-of-a-guest`,
    notify: (notification) => notifications.push(notification),
    playSound: () => sounds.push(performance.now()),
    setUnread: (count) => unread.push(count),
  });
  return { notifications, unread, sounds, page, store, actions, state: () => store.getState() };
}
