import * as z from 'zod';
import type { Log } from '../server/index.ts';
import type { Protection } from './bridge.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Encrypts for this user of this machine. */
export interface Cipher {
  readonly protection: Protection;
  encrypt(text: string): Promise<Buffer>;
  /** `stale`: encrypted in a way that is out of use, and better encrypted anew. Rejects where it cannot be decrypted. */
  decrypt(encrypted: Buffer): Promise<{ text: string; stale: boolean }>;
}

/** Part of the vault; others do not see its keys. */
export interface VaultSection {
  readonly protection: Protection;
  entries(): Record<string, string>;
  get(key: string): string | undefined;
  /** Resolves when it is stored. Rejects where the disk or the keychain refuses; until the app is quit it is kept all the same. */
  set(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** By section and key: base64 of what the cipher made. */
const vaultFile = z.record(z.string(), z.record(z.string(), z.base64()));

interface VaultParts {
  file: string;
  cipher: Cipher;
  log: Log;
}

/** Small secrets. On the disk they are encrypted; where nothing can encrypt (`none`) they are in memory only. */
export class Vault {
  readonly #file: string;
  readonly #cipher: Cipher;
  readonly #log: Log;
  /** As in the file, with the entries that cannot be decrypted now and perhaps can another time. */
  readonly #encrypted: Map<string, Map<string, string>>;
  readonly #texts = new Map<string, Map<string, string>>();
  #work: Promise<void> = Promise.resolve();

  private constructor({ file, cipher, log }: VaultParts) {
    this.#file = file;
    this.#cipher = cipher;
    this.#log = log;
    const { data, error } = vaultFile.safeParse(readJsonFile(file, log) ?? {});
    if (error) log.error({ issue: error.issues[0] }, 'the vault is not of the expected form, and starts empty');
    this.#encrypted = new Map(Object.entries(data ?? {}).map(([name, keys]) => [name, new Map(Object.entries(keys))]));
  }

  static async open(parts: VaultParts): Promise<Vault> {
    const vault = new Vault(parts);
    await vault.#decryptAll();
    return vault;
  }

  section(name: string): VaultSection {
    const texts = inner(this.#texts, name);
    return {
      protection: this.#cipher.protection,
      entries: () => Object.fromEntries(texts),
      get: (key) => texts.get(key),
      set: (key, text) => {
        texts.set(key, text);
        return this.#enqueue(() => this.#store(name, key, text));
      },
      remove: (key) => {
        texts.delete(key);
        return this.#enqueue(() => this.#forget(name, key));
      },
    };
  }

  /** One after the other, so that the last word on a key stands. */
  #enqueue(task: () => Promise<void> | void): Promise<void> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #store(section: string, key: string, text: string): Promise<void> {
    if (this.#cipher.protection === 'none') return;
    const encrypted = await this.#cipher.encrypt(text);
    inner(this.#encrypted, section).set(key, encrypted.toString('base64'));
    this.#write();
  }

  #forget(section: string, key: string): void {
    if (this.#encrypted.get(section)?.delete(key)) this.#write();
  }

  #write(): void {
    const sections = [...this.#encrypted].map(([name, keys]) => [name, Object.fromEntries(keys)]);
    writeJsonFile(this.#file, Object.fromEntries(sections));
  }

  async #decryptAll(): Promise<void> {
    if (this.#cipher.protection === 'none') return;
    const entries = [...this.#encrypted].flatMap(([section, keys]) =>
      [...keys].map(([key, encrypted]) => ({ section, key, encrypted })),
    );
    for (const { section, key, encrypted } of entries) {
      try {
        const { text, stale } = await this.#cipher.decrypt(Buffer.from(encrypted, 'base64'));
        inner(this.#texts, section).set(key, text);
        if (stale) await this.#store(section, key, text);
      } catch (error) {
        // Its key may name a server; the section does for the log.
        this.#log.warn({ section, err: error }, 'a secret could not be decrypted, and is left out');
      }
    }
  }
}

function inner<Key, Value>(outer: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  const found = outer.get(name) ?? new Map<Key, Value>();
  outer.set(name, found);
  return found;
}
