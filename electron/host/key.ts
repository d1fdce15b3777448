import type { KeyStatus, Protection } from '../bridge.ts';
import type { Log } from '../../server/index.ts';

/** Where the key is kept: part of the vault. */
export interface SecretVault {
  readonly protection: Protection;
  /** Undefined where there is none, or it cannot be decrypted any more. */
  get(name: string): string | undefined;
  set(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

const NAME = 'gemini-key';

interface KeyParts {
  vault: SecretVault;
  env: NodeJS.ProcessEnv;
  log: Log;
}

/** The Gemini key of hosted parties. It goes to the model only: never to the page, never to a log. */
export class GeminiKey {
  readonly #vault: SecretVault;
  readonly #fromEnvironment: string | undefined;
  readonly #log: Log;

  constructor({ vault, env, log }: KeyParts) {
    this.#vault = vault;
    this.#fromEnvironment = env.GEMINI_API_KEY?.trim() || undefined;
    this.#log = log;
  }

  get status(): KeyStatus {
    return {
      saved: this.#vault.get(NAME) !== undefined,
      fromEnvironment: this.#fromEnvironment !== undefined,
      protection: this.#vault.protection,
    };
  }

  /** The key that the next party uses: the kept one, else the environment's; undefined: the demo answers. */
  get current(): string | undefined {
    return this.#vault.get(NAME) ?? this.#fromEnvironment;
  }

  /** Keeps a key, of whatever shape. An empty one cannot be kept, and neither can one that the vault fails to store. */
  async save(key: string, { allowWeak }: { allowWeak: boolean }): Promise<'saved' | 'needs_consent' | 'failed'> {
    const trimmed = key.trim();
    if (trimmed === '') return 'failed';
    if (this.#vault.protection !== 'keychain' && !allowWeak) return 'needs_consent';
    try {
      await this.#vault.set(NAME, trimmed);
      return 'saved';
    } catch (error) {
      // Not the error itself: nobody knows what a keychain writes into its own.
      this.#log.error({ code: codeOf(error) }, 'the Gemini key could not be kept');
      return 'failed';
    }
  }

  async forget(): Promise<void> {
    await this.#vault.remove(NAME);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
