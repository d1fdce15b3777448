import type * as Electron from 'electron';
import { app } from './app.ts';
import { record } from './calls.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { readyChromium, runtime } from './runtime.ts';
import { emitterOf, unsupported } from './unsupported.ts';
import { WebContents } from './web-contents.ts';

type Supported = Pick<
  Electron.BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'isVisible'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getSize'
  | 'setSize'
  | 'getMinimumSize'
  | 'setTitle'
  | 'getTitle'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'flashFrame'
  | 'setOverlayIcon'
  | 'setProgressBar'
  | 'setBackgroundColor'
  | 'reload'
>;

/** What a page could do harm with; the double does not let a window have it. */
const refused: [keyof Electron.WebPreferences, boolean][] = [
  ['contextIsolation', false],
  ['sandbox', false],
  ['nodeIntegration', true],
  ['nodeIntegrationInSubFrames', true],
  ['nodeIntegrationInWorker', true],
  ['webSecurity', false],
  ['allowRunningInsecureContent', true],
  ['webviewTag', true],
];

let lastId = 0;
let focusedId: number | undefined;
const windows = new Map<number, BrowserWindow>();

export class BrowserWindow extends emitterOf('BrowserWindow') implements Supported {
  readonly id = (lastId += 1);
  readonly webContents: WebContents;
  #bounds: Electron.Rectangle;
  readonly #minimum: [number, number];
  #title: string;
  #isVisible: boolean;
  #state: 'normal' | 'maximized' | 'fullscreen' = 'normal';
  #isMinimized = false;
  #isDestroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    readyChromium('Cannot create BrowserWindow before app is ready');
    const preferences = options.webPreferences ?? {};
    for (const [name, value] of refused) {
      if (preferences[name] === value) unsupported(`the web preference ${name}: ${value}, which no app should need,`);
    }
    const { x = 0, y = 0, width = 800, height = 600, minWidth = 0, minHeight = 0 } = options;
    this.#bounds = { x, y, width, height };
    this.#minimum = [minWidth, minHeight];
    this.#title = options.title ?? app.name;
    this.#isVisible = options.show !== false;
    this.webContents = new WebContents(
      {
        size: { width, height },
        readyToShow: () => this.emit('ready-to-show'),
        pageClosed: () => void this.#end(),
        close: () => this.close(),
      },
      preferences,
    );
    windows.set(this.id, this);
    openWindows.add(this);
    void this.webContents.resize({ width, height });
    app.emit('browser-window-created', {}, this);
    if (this.#isVisible) queueMicrotask(() => this.focus());
  }

  static getAllWindows = (): BrowserWindow[] => [...windows.values()];
  static getFocusedWindow = (): BrowserWindow | null => windows.get(focusedId ?? 0) ?? null;
  static fromId = (id: number): BrowserWindow | null => windows.get(id) ?? null;
  static fromWebContents = (contents: unknown): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url);
  reload = (): void => this.webContents.reload();

  close(): void {
    void this.tryToClose();
  }
  async tryToClose(): Promise<boolean> {
    if (this.#isDestroyed) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    await this.#end();
    return true;
  }
  destroy(): void {
    void this.#end();
  }
  async #end(): Promise<void> {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    if (focusedId === this.id) focusedId = undefined;
    windows.delete(this.id);
    openWindows.delete(this);
    const closed = this.webContents.destroy();
    this.emit('closed');
    await closed;
    if (windows.size > 0 || runtime.phase !== 'ready') return;
    if (!app.emit('window-all-closed')) app.quit();
  }
  isDestroyed = (): boolean => this.#isDestroyed;

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.isVisible()) return;
    this.#isVisible = true;
    this.emit('show');
  }
  hide(): void {
    if (!this.#isVisible) return;
    this.blur();
    this.#isVisible = false;
    this.emit('hide');
  }
  isVisible = (): boolean => this.#isVisible && !this.#isMinimized;
  focus(): void {
    if (focusedId === this.id || !this.isVisible()) return;
    BrowserWindow.getFocusedWindow()?.blur();
    focusedId = this.id;
    this.emit('focus', {});
    app.emit('browser-window-focus', {}, this);
  }
  blur(): void {
    if (focusedId !== this.id) return;
    focusedId = undefined;
    this.emit('blur', {});
    app.emit('browser-window-blur', {}, this);
  }
  isFocused = (): boolean => focusedId === this.id;

  minimize(): void {
    if (this.#isMinimized) return;
    this.blur();
    this.#isMinimized = true;
    this.emit('minimize');
  }
  restore(): void {
    if (this.#isMinimized) {
      this.#isMinimized = false;
      this.emit('restore');
      this.focus();
    } else this.unmaximize();
  }
  isMinimized = (): boolean => this.#isMinimized;
  maximize = (): void => this.#change('maximized', 'maximize');
  unmaximize(): void {
    if (this.#state === 'maximized') this.#change('normal', 'unmaximize');
  }
  isMaximized = (): boolean => this.#state === 'maximized';
  setFullScreen = (flag: boolean): void =>
    this.#change(flag ? 'fullscreen' : 'normal', flag ? 'enter-full-screen' : 'leave-full-screen');
  isFullScreen = (): boolean => this.#state === 'fullscreen';
  #change(state: 'normal' | 'maximized' | 'fullscreen', event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit(event);
  }

  /** Without real windows, a maximised one keeps the size that it had. */
  getBounds = (): Electron.Rectangle => ({ ...this.#bounds });
  getNormalBounds = (): Electron.Rectangle => ({ ...this.#bounds });
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    if (x !== before.x || y !== before.y) this.emit('move');
    if (width === before.width && height === before.height) return;
    void this.webContents.resize({ width, height });
    this.emit('resize');
  }
  getSize = (): number[] => [this.#bounds.width, this.#bounds.height];
  setSize = (width: number, height: number): void => this.setBounds({ width, height });
  getMinimumSize = (): number[] => [...this.#minimum];

  getTitle = (): string => this.#title;
  setTitle = (title: string): void => void (this.#title = title);
  setMenuBarVisibility = (visible: boolean): void => record('BrowserWindow.setMenuBarVisibility', visible);
  setAutoHideMenuBar = (hide: boolean): void => record('BrowserWindow.setAutoHideMenuBar', hide);
  flashFrame = (flag: boolean): void => record('BrowserWindow.flashFrame', flag);
  setOverlayIcon = (_overlay: unknown, description: string): void =>
    record('BrowserWindow.setOverlayIcon', description);
  setProgressBar = (progress: number): void => record('BrowserWindow.setProgressBar', progress);
  setBackgroundColor = (color: string): void => record('BrowserWindow.setBackgroundColor', color);
}
