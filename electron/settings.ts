import * as z from 'zod';
import type { Log } from '../server/index.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const pixels = z.int().min(-100_000).max(100_000);

/** Where the window was. Device-independent pixels. */
const windowState = z.object({
  x: pixels,
  y: pixels,
  width: pixels.positive(),
  height: pixels.positive(),
  maximised: z.boolean(),
});

// The file can be edited by hand: what is wrong in it costs only itself.
const stored = z.object({
  notifications: z.boolean().catch(true),
  /** What closing the window does while a party is held. */
  closeWhileHosting: z.enum(['ask', 'tray', 'quit']).catch('ask'),
  /** What the page was shown in last; null: nothing yet. */
  language: z.enum(['en', 'de']).nullable().catch(null),
  window: windowState.nullable().catch(null),
  /** The options of the last party, in the form of hosting. */
  lastParty: z.unknown().optional(),
});

export type StoredSettings = z.infer<typeof stored>;
export type WindowState = z.infer<typeof windowState>;

/** What the app remembers of itself, in one small file. */
export class SettingsFile {
  readonly #file: string;
  readonly #log: Log;
  #settings: StoredSettings;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    const { data } = stored.safeParse(readJsonFile(file, log) ?? {});
    this.#settings = data ?? stored.parse({});
  }

  get current(): Readonly<StoredSettings> {
    return this.#settings;
  }

  /** Changes count from now on, also where the disk does not take them; that is in the log then. */
  change(change: Partial<StoredSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    try {
      writeJsonFile(this.#file, this.#settings);
    } catch (error) {
      this.#log.error({ err: error }, 'the settings could not be stored');
    }
  }
}
