import type {
  Bridge,
  FoundParty,
  HostDefaults,
  HostOptions,
  HostSession,
  HostStart,
  HostState,
  KeyStatus,
  PartySearch,
  Settings,
} from '../../../electron/bridge.ts';

/** What the desktop is like when the page opens; what is left out is as on a new machine. */
export interface FakeDesktop {
  host?: HostState;
  /** Whom the own party signs in; null: it cannot. */
  session?: HostSession | null;
  defaults?: Partial<HostDefaults>;
  /** One answer per start of the party; afterwards it starts. */
  starts?: HostStart[];
  key?: Partial<KeyStatus>;
  search?: PartySearch;
  vault?: Record<string, string>;
  settings?: Settings;
  /** A link that was opened before the page. */
  link?: { server: string; invite?: string };
}

/** A call of the page, e.g. `['host.start', {…}]`. */
type Call = [name: string, ...args: unknown[]];

/** What a test does to the desktop, and what the page has done. */
export interface FakeControls {
  calls: Call[];
  vault: Record<string, string>;
  tellHost: (state: HostState) => void;
  tellParties: (parties: FoundParty[], kind?: PartySearch['kind']) => void;
  openLink: (link: { server: string; invite?: string }) => void;
  openChat: (target: { server: string; chatId: number; messageId: number }) => void;
  goTo: (place: 'start' | 'party' | 'new_chat' | 'shortcuts' | 'settings') => void;
}

declare global {
  interface Window {
    fakeDesktop: FakeControls;
  }
}

/**
 * Puts a desktop around the page that only remembers what it is told. Uses nothing from outside of itself, so that
 * Playwright can run it in a browser before the page's own code.
 */
export function installFakeBridge(fake: FakeDesktop = {}): FakeControls {
  function topic<Value>() {
    const listeners = new Set<(value: Value) => void>();
    return {
      tell: (value: Value) => listeners.forEach((listener) => listener(value)),
      on: (listener: (value: Value) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
  }

  const calls: Call[] = [];
  const vault: Record<string, string> = { ...fake.vault };
  const starts = [...(fake.starts ?? [])];
  const key: KeyStatus = { saved: false, fromEnvironment: false, protection: 'keychain', ...fake.key };
  let host: HostState = fake.host ?? { kind: 'stopped' };
  let search: PartySearch = fake.search ?? { kind: 'searching', parties: [] };
  let settings: Settings = fake.settings ?? { startAtLogin: { possible: true, on: false }, notifications: true };
  let waitingLink = fake.link;

  const hosts = topic<HostState>();
  const searches = topic<PartySearch>();
  const links = topic<{ server: string; invite?: string }>();
  const chats = topic<{ server: string; chatId: number; messageId: number }>();
  const places = topic<Parameters<FakeControls['goTo']>[0]>();

  function tellHost(state: HostState) {
    host = state;
    hosts.tell(state);
  }

  function hosting({ name, port, access }: HostOptions): HostState {
    const url = fake.session?.server ?? `http://127.0.0.1:${port}`;
    return {
      kind: 'hosting',
      name,
      serverId: 'own-server',
      url,
      port,
      addresses: [`http://192.168.1.5:${port}`, `http://10.8.0.2:${port}`],
      startedAt: new Date().toISOString(),
      access,
      bot: key.saved ? { kind: 'gemini', model: 'gemini-flash-latest' } : { kind: 'demo', model: 'demo' },
      discoverable: true,
    };
  }

  async function start(options: HostOptions): Promise<HostStart> {
    calls.push(['host.start', options]);
    const answer = starts.shift();
    if (answer !== undefined && answer.kind !== 'started') return answer;
    const session = answer?.session ?? fake.session;
    if (session == null) return { kind: 'failed', message: 'Nobody can be signed in.' };
    tellHost(hosting(options));
    return { kind: 'started', session };
  }

  const bridge: Bridge = {
    platform: 'linux',
    version: '0.1.0',
    host: {
      state: async () => host,
      onState: hosts.on,
      defaults: async () => ({
        name: 'Ann’s party',
        username: 'ann',
        hasParty: false,
        port: 8000,
        access: 'open',
        ...fake.defaults,
      }),
      start,
      stop: async () => {
        calls.push(['host.stop']);
        tellHost({ kind: 'stopped' });
      },
      signIn: async () => {
        calls.push(['host.signIn']);
        return host.kind === 'hosting' ? (fake.session ?? null) : null;
      },
      key: {
        status: async () => ({ ...key }),
        save: async (text, options) => {
          calls.push(['key.save', text, options]);
          if (key.protection !== 'keychain' && !options.allowWeak) return 'needs_consent';
          key.saved = true;
          return 'saved';
        },
        forget: async () => {
          calls.push(['key.forget']);
          key.saved = false;
        },
      },
    },
    parties: {
      watch: (listener) => {
        calls.push(['parties.watch']);
        listener(search);
        const end = searches.on(listener);
        return () => {
          calls.push(['parties.unwatch']);
          end();
        };
      },
    },
    vault: {
      read: async () => ({ protection: key.protection, entries: { ...vault } }),
      set: async (name, text) => void (vault[name] = text),
      remove: async (name) => void delete vault[name],
    },
    settings: {
      read: async () => settings,
      set: async (change) => {
        calls.push(['settings.set', change]);
        settings = {
          startAtLogin: { ...settings.startAtLogin, on: change.startAtLogin ?? settings.startAtLogin.on },
          notifications: change.notifications ?? settings.notifications,
        };
        return settings;
      },
    },
    shell: {
      ready: () => {
        calls.push(['shell.ready']);
        if (waitingLink !== undefined) links.tell(waitingLink);
        waitingLink = undefined;
      },
      onJoinLink: links.on,
      notify: (notification) => void calls.push(['shell.notify', notification]),
      onOpenChat: chats.on,
      onGoTo: places.on,
      setUnread: (count) => void calls.push(['shell.setUnread', count]),
      setLanguage: (language) => void calls.push(['shell.setLanguage', language]),
      openDataFolder: async () => void calls.push(['shell.openDataFolder']),
      copyDiagnostics: async () => void calls.push(['shell.copyDiagnostics']),
    },
  };

  const controls: FakeControls = {
    calls,
    vault,
    tellHost,
    tellParties: (parties, kind = 'searching') => {
      search = { kind, parties };
      searches.tell(search);
    },
    openLink: links.tell,
    openChat: chats.tell,
    goTo: places.tell,
  };
  window.coop = bridge;
  window.fakeDesktop = controls;
  return controls;
}
