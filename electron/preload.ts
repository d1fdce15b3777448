import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { version } from '../package.json' with { type: 'json' };
import type { Bridge, PartySearch, Unsubscribe } from './bridge.ts';
import type { Calls, Pushes } from './channels.ts';

const bridge: Bridge = {
  platform: process.platform as Bridge['platform'],
  version,
  host: {
    state: () => call('host:state', undefined),
    onState: (listener) => listen('host:changed', listener),
    defaults: () => call('host:defaults', undefined),
    start: (options) => call('host:start', options),
    stop: () => call('host:stop', undefined),
    signIn: () => call('host:sign-in', undefined),
    key: {
      status: () => call('key:status', undefined),
      save: (key, { allowWeak }) => call('key:save', { key, allowWeak }),
      forget: () => call('key:forget', undefined),
    },
  },
  parties: { watch: watchParties() },
  vault: {
    read: () => call('vault:read', undefined),
    set: (key, text) => call('vault:set', { key, text }),
    remove: (key) => call('vault:remove', key),
  },
  settings: {
    read: () => call('settings:read', undefined),
    set: (change) => call('settings:set', change),
  },
  shell: {
    ready: () => void call('shell:ready', undefined),
    onJoinLink: (listener) => listen('shell:join', listener),
    notify: (notification) => void call('shell:notify', notification),
    onOpenChat: (listener) => listen('shell:open-chat', listener),
    onGoTo: (listener) => listen('shell:go-to', listener),
    setUnread: (count) => void call('shell:unread', count),
    setLanguage: (language) => void call('shell:language', language),
    openDataFolder: () => call('shell:open-data-folder', undefined),
    copyDiagnostics: () => call('shell:copy-diagnostics', undefined),
  },
};

contextBridge.exposeInMainWorld('coop', bridge);

function call<Channel extends keyof Calls>(
  channel: Channel,
  argument: Calls[Channel]['argument'],
): Promise<Calls[Channel]['answer']> {
  return ipcRenderer.invoke(channel, argument);
}

function listen<Channel extends keyof Pushes>(
  channel: Channel,
  listener: (value: Pushes[Channel]) => void,
): Unsubscribe {
  const heard = (_event: IpcRendererEvent, value: Pushes[Channel]) => listener(value);
  ipcRenderer.on(channel, heard);
  // Braces: what `off` returns must not reach the page.
  return () => {
    ipcRenderer.off(channel, heard);
  };
}

/** Main looks for parties while at least one listener of the page is there. */
function watchParties(): Bridge['parties']['watch'] {
  const listeners = new Set<{ tell: (search: PartySearch) => void }>();
  let latest: PartySearch | undefined;
  listen('parties:changed', (search) => {
    latest = search;
    for (const { tell } of listeners) tell(search);
  });
  return (tell) => {
    const listener = { tell };
    listeners.add(listener);
    if (listeners.size === 1) void call('parties:watch', undefined);
    else if (latest) tell(latest);
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      latest = undefined;
      void call('parties:unwatch', undefined);
    };
  };
}
