import type {
  HostDefaults,
  HostOptions,
  HostSession,
  HostStart,
  HostState,
  KeyStatus,
  Language,
  PartySearch,
  Protection,
  Settings,
} from './bridge.ts';

/** What the page asks of main: the one argument of each call, and its answer. */
export interface Calls {
  'host:state': Call<undefined, HostState>;
  'host:defaults': Call<undefined, HostDefaults>;
  'host:start': Call<HostOptions, HostStart>;
  'host:stop': Call<undefined, void>;
  'host:sign-in': Call<undefined, HostSession | null>;
  'key:status': Call<undefined, KeyStatus>;
  'key:save': Call<{ key: string; allowWeak: boolean }, 'saved' | 'needs_consent' | 'failed'>;
  'key:forget': Call<undefined, void>;
  /** From now on the page is told of parties, first of those that are known already. */
  'parties:watch': Call<undefined, void>;
  'parties:unwatch': Call<undefined, void>;
  'vault:read': Call<undefined, { protection: Protection; entries: Record<string, string> }>;
  'vault:set': Call<{ key: string; text: string }, void>;
  'vault:remove': Call<string, void>;
  'settings:read': Call<undefined, Settings>;
  'settings:set': Call<{ startAtLogin?: boolean | undefined; notifications?: boolean | undefined }, Settings>;
  'shell:ready': Call<undefined, void>;
  'shell:notify': Call<{ title: string; body: string; server: string; chatId: number; messageId: number }, void>;
  'shell:unread': Call<number, void>;
  'shell:language': Call<Language, void>;
  'shell:open-data-folder': Call<undefined, void>;
  'shell:copy-diagnostics': Call<undefined, void>;
}

interface Call<Argument, Answer> {
  argument: Argument;
  answer: Answer;
}

/** What main tells the page unasked. */
export interface Pushes {
  'host:changed': HostState;
  'parties:changed': PartySearch;
  'shell:join': { server: string; invite?: string };
  'shell:open-chat': { server: string; chatId: number; messageId: number };
  'shell:go-to': Place;
}

/** A place of the page that a menu or the tray leads to. */
export type Place = 'start' | 'party' | 'new_chat' | 'shortcuts' | 'settings';

/** Tells the page something; what is told while no page is there is lost. */
export type Push = <Channel extends keyof Pushes>(channel: Channel, value: Pushes[Channel]) => void;
