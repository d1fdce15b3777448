import type * as Electron from 'electron';
import { record } from './calls.ts';
import { protocol } from './protocol.ts';
import { isReady } from './runtime.ts';
import { emitterOf, only } from './unsupported.ts';

type Supported = Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'isSpellCheckerEnabled'
  | 'setSpellCheckerLanguages'
  | 'getSpellCheckerLanguages'
  | 'availableSpellCheckerLanguages'
  | 'addWordToSpellCheckerDictionary'
  | 'clearStorageData'
  | 'clearCache'
>;

class Session extends emitterOf('session') implements Supported {
  readonly protocol = protocol;
  readonly availableSpellCheckerLanguages = ['en-GB', 'en-US', 'de'];
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  #spellCheckerEnabled = true;
  #spellCheckerLanguages = ['en-US'];

  setPermissionRequestHandler(handler: typeof this.permissionRequest): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler;
  }
  // No test has devices or screens to share.
  setDevicePermissionHandler = (): void => record('session.setDevicePermissionHandler');
  setDisplayMediaRequestHandler = (): void => record('session.setDisplayMediaRequestHandler');
  setSpellCheckerEnabled = (enable: boolean): void => void (this.#spellCheckerEnabled = enable);
  isSpellCheckerEnabled = (): boolean => this.#spellCheckerEnabled;
  setSpellCheckerLanguages = (languages: string[]): void => void (this.#spellCheckerLanguages = languages);
  getSpellCheckerLanguages = (): string[] => this.#spellCheckerLanguages;
  addWordToSpellCheckerDictionary(word: string): boolean {
    record('session.addWordToSpellCheckerDictionary', word);
    return true;
  }
  clearStorageData = async (options?: unknown): Promise<void> => record('session.clearStorageData', options);
  clearCache = async (): Promise<void> => record('session.clearCache');
}

/** The one session of all windows. */
export const defaultSession = new Session();

export const session = only('session', {
  get defaultSession() {
    if (!isReady()) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
});
