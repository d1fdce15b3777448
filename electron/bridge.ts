/**
 * What the preload gives the page as `window.coop`: the only way from the page to the desktop. Types only, so that the
 * page can import it. Everything that crosses is cloned. A promise rejects only where the program itself is wrong
 * (a malformed argument, a page that is not ours); what can fail in ordinary use is part of the answer.
 */
export interface Bridge {
  readonly platform: 'darwin' | 'win32' | 'linux';
  /** This app's version. */
  readonly version: string;
  readonly host: HostBridge;
  readonly parties: PartiesBridge;
  readonly vault: VaultBridge;
  readonly settings: SettingsBridge;
  readonly shell: ShellBridge;
}

/** A language of the page and of the app around it. */
export type Language = 'en' | 'de';

/** Ends a subscription. */
export type Unsubscribe = () => void;

/** Hosting a party from this machine. */
export interface HostBridge {
  state: () => Promise<HostState>;
  /** Calls back on every change, not at once. */
  onState: (listener: (state: HostState) => void) => Unsubscribe;
  /** What the form starts with. */
  defaults: () => Promise<HostDefaults>;
  start: (options: HostOptions) => Promise<HostStart>;
  /** Ends the party: everybody is told, what runs is stored. Resolves when the server is gone; at once where there is none. */
  stop: () => Promise<void>;
  /** A fresh sign-in as the host of the running party; null where none runs. */
  signIn: () => Promise<HostSession | null>;
  /** The Gemini key; it is never handed out again. */
  key: {
    status: () => Promise<KeyStatus>;
    /** Keeps the key. `allowWeak`: also where `protection` is not `keychain`; without it that is refused. */
    save: (key: string, options: { allowWeak: boolean }) => Promise<'saved' | 'needs_consent' | 'failed'>;
    forget: () => Promise<void>;
  };
}

/** How secrets are kept here. `weak`: readable by every program of this user; `none`: only until the app is quit. */
export type Protection = 'keychain' | 'weak' | 'none';

export interface KeyStatus {
  /** A key is kept. */
  saved: boolean;
  /** A key comes from the environment (`GEMINI_API_KEY`) and is used where none is kept. */
  fromEnvironment: boolean;
  protection: Protection;
}

export type Access = 'open' | 'invite';

export interface HostDefaults {
  /** The last party's name, else one made of the machine user's name. */
  name: string;
  /** The host's username: the last one's, else one made of the machine user's name. */
  username: string;
  /** A party was held here before: its chats are still there, and its host keeps their username. */
  hasParty: boolean;
  port: number;
  access: Access;
}

export interface HostOptions {
  /** What people call the party, 1 to 60 characters. */
  name: string;
  /** Who the host is in the chats. */
  username: string;
  /** 1024 to 65535, or 0 for a free one. */
  port: number;
  access: Access;
}

export type HostStart =
  | { kind: 'started'; session: HostSession }
  /** `nextPort` was free a moment ago. */
  | { kind: 'port_in_use'; port: number; nextPort: number }
  /** `message` is a sentence for people. */
  | { kind: 'failed'; message: string };

/** A sign-in that needs no password, because the server runs in this very program. */
export interface HostSession {
  /** Base URL of the own server, on the loopback interface. */
  server: string;
  token: string;
  /** The host's user as JSON of the protocol's `user`. */
  user: { id: number; username: string; created_at: string; email: string | null };
  /** The party's chat. */
  chatId: number;
}

export type HostState =
  | { kind: 'stopped' }
  | { kind: 'starting' }
  | { kind: 'stopping' }
  | {
      kind: 'hosting';
      name: string;
      serverId: string;
      /** Base URL on the loopback interface. */
      url: string;
      port: number;
      /** Base URLs for others on the network, the likeliest first; empty while this machine is on no network. */
      addresses: string[];
      /** ISO 8601. */
      startedAt: string;
      access: Access;
      bot: { kind: 'gemini' | 'demo'; model: string };
      /** Announced on the network, so that others find it by name. */
      discoverable: boolean;
    };

/** Parties on this network. */
export interface PartiesBridge {
  /**
   * Looks for parties for as long as it is subscribed, and calls back with all that are there, at once and on every
   * change. What is found comes from strangers: it is checked for form, not for truth.
   */
  watch: (listener: (search: PartySearch) => void) => Unsubscribe;
}

export interface PartySearch {
  /** `failed`: this machine does not let programs look; joining by address works all the same. */
  kind: 'searching' | 'failed';
  parties: FoundParty[];
}

export interface FoundParty {
  serverId: string;
  name: string;
  /** The host's username. */
  host: string;
  /** Base URLs, the likeliest first. */
  addresses: string[];
  /** The protocol's number; see `PROTOCOL`. */
  protocol: number;
  /** The app's version there. */
  version: string;
  needsInvite: boolean;
}

/** Small secret texts, kept encrypted with the keychain of the system where there is one. */
export interface VaultBridge {
  /** All of them, once at the start. Those that cannot be decrypted any more are left out. */
  read: () => Promise<{ protection: Protection; entries: Record<string, string> }>;
  set: (key: string, text: string) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

export interface Settings {
  /** Opens with the system. Not possible everywhere. */
  startAtLogin: { possible: boolean; on: boolean };
  /** Shows notifications while the window is not in front. */
  notifications: boolean;
}

export interface SettingsBridge {
  read: () => Promise<Settings>;
  set: (change: { startAtLogin?: boolean; notifications?: boolean }) => Promise<Settings>;
}

/** What the window does as part of the desktop. */
export interface ShellBridge {
  /** The page listens now: a deep link that came before is delivered. Call it once, after subscribing. */
  ready: () => void;
  /** A link was opened that wants to join somewhere; the page asks before it does. */
  onJoinLink: (listener: (target: { server: string; invite?: string }) => void) => Unsubscribe;
  /** Shows a notification unless the window is in front or the user has switched them off. */
  notify: (notification: { title: string; body: string; server: string; chatId: number; messageId: number }) => void;
  /** A notification was clicked. */
  onOpenChat: (listener: (target: { server: string; chatId: number; messageId: number }) => void) => Unsubscribe;
  /** A menu or the tray asks for a place of the page. */
  onGoTo: (listener: (place: 'start' | 'party' | 'new_chat' | 'shortcuts' | 'settings') => void) => Unsubscribe;
  /** Messages that were not seen, for the tray and the badge. */
  setUnread: (count: number) => void;
  /** The language that the page is in now; what the app says outside of it follows, also at the next start. */
  setLanguage: (language: Language) => void;
  openDataFolder: () => Promise<void>;
  /** Text for a bug report, without names, addresses and secrets; it is in the clipboard then. */
  copyDiagnostics: () => Promise<void>;
}
