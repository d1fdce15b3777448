import {
  isUnset,
  MB,
  settingNames,
  settingValues,
  type RegistrationKind,
  type Setting,
  type SettingName,
  type SettingsChange,
} from '../protocol/options.ts';
import type { Audit } from './audit.ts';
import { AppError } from './errors.ts';
import { requireHost } from './host.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Log } from './ports/log.ts';
import type { Account, Store } from './ports/store.ts';

/** What can be decided while a server runs. */
export interface LiveSettings {
  /** What people call this server. */
  name?: string | undefined;
  registration: RegistrationKind;
  /** Which model answers, where there is a choice. */
  model: string;
  /** UTF-16 code units that a message may have. */
  messageMax: number;
  /** Bytes that a file may have. */
  fileMax: number;
  /** Bytes that all files together may have; 0: as much as the disk takes. */
  filesMax: number;
  /** Factor on the built-in limits; 0 switches them off. */
  rateLimit: number;
  logLevel: string;
}

const forms = settingValues.shape;

/** How each option becomes what is decided, from what was typed, and back. */
const meanings: Record<
  SettingName,
  { read: (typed: string) => Partial<LiveSettings>; show: (values: LiveSettings) => string | undefined }
> = {
  name: { read: (typed) => ({ name: forms.name.parse(typed) }), show: ({ name }) => name },
  registration: {
    read: (typed) => ({ registration: forms.registration.parse(typed) }),
    show: ({ registration }) => registration,
  },
  'gemini-model': { read: (typed) => ({ model: forms['gemini-model'].parse(typed) }), show: ({ model }) => model },
  'message-limit': {
    read: (typed) => ({ messageMax: forms['message-limit'].parse(typed) }),
    show: ({ messageMax }) => String(messageMax),
  },
  'file-limit': {
    read: (typed) => ({ fileMax: forms['file-limit'].parse(typed) * MB }),
    show: ({ fileMax }) => String(fileMax / MB),
  },
  'files-limit': {
    read: (typed) => ({ filesMax: forms['files-limit'].parse(typed) * MB }),
    show: ({ filesMax }) => String(filesMax / MB),
  },
  'rate-limit': {
    read: (typed) => ({ rateLimit: forms['rate-limit'].parse(typed) }),
    show: ({ rateLimit }) => String(rateLimit),
  },
  'log-level': {
    read: (typed) => ({ logLevel: forms['log-level'].parse(typed) }),
    show: ({ logLevel }) => logLevel,
  },
};

interface SettingsParts {
  store: Store;
  log: Log;
  /** As the server was started. */
  base: LiveSettings;
  /** What of it somebody has said at the start, which counts. */
  given: ReadonlySet<SettingName>;
}

/** How those who have to know hear of a change. */
interface SettingsNews {
  backplane: Backplane;
  audit: Audit;
}

/** What the host decides while the server runs. Whoever acts on a value reads it when it acts. */
export class Settings {
  readonly #parts: SettingsParts;
  readonly #listeners: ((values: LiveSettings) => void)[] = [];
  /** What the host has set, as it was typed. */
  readonly #set: Map<SettingName, string>;
  #values: LiveSettings;

  private constructor(parts: SettingsParts, set: Map<SettingName, string>) {
    this.#parts = parts;
    this.#set = set;
    this.#values = this.#decided();
  }

  /** What was set in former times and cannot be understood any more is said in the log, and left alone. */
  static async load(parts: SettingsParts): Promise<Settings> {
    const set = new Map<SettingName, string>();
    for (const [option, value] of Object.entries(await parts.store.options())) {
      const name = settingNames.find((known) => known === option);
      if (name && settingValues.shape[name].safeParse(value).success) set.set(name, value);
      else parts.log.warn({ option }, 'an option that was set here is not understood, and is as at the start');
    }
    return new Settings(parts, set);
  }

  /** As they are now. */
  get values(): LiveSettings {
    return this.#values;
  }

  get messageMax(): number {
    return this.#values.messageMax;
  }

  get fileMax(): number {
    return this.#values.fileMax;
  }

  get filesMax(): number {
    return this.#values.filesMax;
  }

  get registration(): RegistrationKind {
    return this.#values.registration;
  }

  /** Calls a function now and after every change. */
  follow(listener: (values: LiveSettings) => void): void {
    this.#listeners.push(listener);
    listener(this.#values);
  }

  /** For the host. @throws AppError `not_authorized` */
  list(caller: Account): Setting[] {
    requireHost(caller);
    const { given, base } = this.#parts;
    return settingNames.map((name) => {
      const atStart = meanings[name].show(base) ?? null;
      if (given.has(name)) return { name, value: atStart, preset: null, source: 'start' };
      const set = this.#set.get(name);
      return { name, value: set ?? atStart, preset: atStart, source: set === undefined ? 'preset' : 'host' };
    });
  }

  /** Changes them, all or none, at once; for the host. @throws AppError `not_authorized`, `setting_given` */
  async change(caller: Account, change: SettingsChange, { backplane, audit }: SettingsNews): Promise<Setting[]> {
    requireHost(caller);
    const { store, given } = this.#parts;
    const changed = settingNames.flatMap((name) => {
      const typed = change[name];
      if (typed === undefined) return [];
      const value = typed === null || isUnset(name, typed) ? null : typed.trim();
      return value === (this.#set.get(name) ?? null) ? [] : [{ name, value }];
    });
    const fixed = changed.find(({ name }) => given.has(name));
    if (fixed) {
      throw new AppError('setting_given', `${fixed.name} was said where this server is started. Change it there.`);
    }
    if (changed.length === 0) return this.list(caller);
    await store.changeOptions(Object.fromEntries(changed.map(({ name, value }) => [name, value])));
    for (const { name, value } of changed) {
      if (value === null) this.#set.delete(name);
      else this.#set.set(name, value);
    }
    this.#values = this.#decided();
    for (const listener of this.#listeners) listener(this.#values);
    for (const { name, value } of changed) {
      await audit.record(caller, 'setting_changed', { target: { kind: 'setting', name }, details: { value } });
    }
    for (const { id } of await store.accounts()) backplane.publish(`user:${id}`, { frame: { type: 'server_changed' } });
    return this.list(caller);
  }

  #decided(): LiveSettings {
    const { base, given } = this.#parts;
    let values = base;
    for (const [name, typed] of this.#set) if (!given.has(name)) values = { ...values, ...meanings[name].read(typed) };
    return values;
  }
}
