import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';
import { record } from './calls.ts';
import { commandLine, switchValue } from './command-line.ts';
import { environment } from './environment.ts';
import { takeInstanceLock, type InstanceLock } from './instance-lock.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { isReady, runtime } from './runtime.ts';
import { emitterOf } from './unsupported.ts';

type Supported = Pick<
  Electron.App,
  | 'isPackaged'
  | 'commandLine'
  | 'name'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getPath'
  | 'setPath'
  | 'setAppLogsPath'
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'isDefaultProtocolClient'
  | 'setLoginItemSettings'
  | 'getLoginItemSettings'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'relaunch'
  | 'focus'
>;

type PathName = Parameters<Electron.App['getPath']>[0];

class App extends emitterOf('app') implements Supported {
  readonly isPackaged = environment.packaged;
  readonly commandLine = commandLine as unknown as Electron.CommandLine;
  /** Only macOS has one, and no test runs there under the double's Chromium. */
  readonly dock = undefined;
  readonly #paths: Partial<Record<PathName, string>> = {};
  readonly #ready: Promise<void>;
  #openAtLogin = false;
  #badgeCount = 0;
  #lock: InstanceLock | undefined;
  #name: string | undefined;

  constructor() {
    super();
    this.#ready = new Promise((resolve) => this.once('ready', () => resolve()));
  }

  get #package(): { name: string; productName?: string; version: string } {
    return JSON.parse(readFileSync(path.join(runtime.appPath, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
  }

  get name(): string {
    return this.#name ?? this.#package.productName ?? this.#package.name;
  }
  set name(name: string) {
    this.#name = name;
  }
  getName = (): string => this.name;
  setName = (name: string): void => void (this.#name = name);
  getVersion = (): string => this.#package.version;
  getAppPath = (): string => runtime.appPath;
  getLocale = (): string => switchValue('lang') ?? 'en-US';
  getSystemLocale = (): string => this.getLocale();
  getPreferredSystemLanguages = (): string[] => [this.getLocale()];

  getPath(name: PathName): string {
    const home = homedir();
    const set = this.#paths[name];
    if (set !== undefined) return set;
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return process.env.XDG_CONFIG_HOME || path.join(home, '.config');
      case 'userData':
        return switchValue('user-data-dir') ?? path.join(this.getPath('appData'), this.name);
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
        return path.join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return path.join(this.getPath('userData'), 'Crashpad');
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return path.join(home, name[0]!.toUpperCase() + name.slice(1));
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }
  setPath(name: string, place: string): void {
    this.#paths[name as PathName] = place;
  }
  setAppLogsPath(place = this.getPath('logs')): void {
    mkdirSync(place, { recursive: true });
    this.setPath('logs', place);
  }

  isReady = isReady;
  whenReady = (): Promise<void> => this.#ready;

  /** To be called when the browser is there. */
  becomeReady(): void {
    runtime.phase = 'ready';
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    this.#lock ??= takeInstanceLock(this.getPath('userData'), additionalData, ({ argv, cwd, data }) => {
      this.emit('second-instance', {}, argv, cwd, data);
    });
    return this.#lock !== undefined;
  }
  hasSingleInstanceLock = (): boolean => this.#lock !== undefined;
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = undefined;
  }

  quit(): void {
    if (runtime.phase === 'quitting' || runtime.phase === 'gone') return;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    const wasReady = runtime.phase === 'ready';
    runtime.phase = wasReady ? 'quitting' : 'gone';
    void this.#closeWindows().then((closed) => {
      const will = preventable({});
      if (closed) this.emit('will-quit', will);
      if (closed && !will.defaultPrevented) return this.exit(0);
      runtime.phase = 'ready';
    });
  }

  /** Asks every window; false as soon as one wants to stay. */
  async #closeWindows(): Promise<boolean> {
    for (const window of openWindows) {
      if (!(await window.tryToClose())) return false;
    }
    return true;
  }

  exit(code = 0): void {
    runtime.phase = 'gone';
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    void Promise.resolve(runtime.chromium?.close()).then(() => process.exit(code));
  }

  relaunch = (options?: unknown): void => record('app.relaunch', options);
  setAsDefaultProtocolClient(...args: unknown[]): boolean {
    record('app.setAsDefaultProtocolClient', ...args);
    return true;
  }
  removeAsDefaultProtocolClient(...args: unknown[]): boolean {
    record('app.removeAsDefaultProtocolClient', ...args);
    return true;
  }
  isDefaultProtocolClient = (): boolean => false;
  setLoginItemSettings(settings: Electron.Settings): void {
    record('app.setLoginItemSettings', settings);
    this.#openAtLogin = settings.openAtLogin ?? this.#openAtLogin;
  }
  getLoginItemSettings = (): Electron.LoginItemSettings => ({
    openAtLogin: this.#openAtLogin,
    wasOpenedAtLogin: false,
    status: this.#openAtLogin ? 'enabled' : 'not-registered',
    executableWillLaunchAtLogin: this.#openAtLogin,
    launchItems: [],
  });
  setBadgeCount(count = 0): boolean {
    record('app.setBadgeCount', count);
    this.#badgeCount = count;
    return true;
  }
  getBadgeCount = (): number => this.#badgeCount;
  setAppUserModelId = (id: string): void => record('app.setAppUserModelId', id);
  setAboutPanelOptions = (options: unknown): void => record('app.setAboutPanelOptions', options);
  showAboutPanel = (): void => record('app.showAboutPanel');
  enableSandbox = (): void => record('app.enableSandbox');
  disableHardwareAcceleration = (): void => record('app.disableHardwareAcceleration');
  focus = (): void => record('app.focus');
}

export const app = new App();
