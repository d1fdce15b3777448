import type * as Electron from 'electron';
import { app } from './app.ts';
import { record } from './calls.ts';
import { ipcMain } from './ipc-main.ts';
import { createCodec } from './page/codec.ts';
import type { FromPage, ToPage } from './page/isolated-world.ts';
import { PageSession, type PageListener } from './page-session.ts';
import { pushPermissions } from './permissions.ts';
import { preventable, type Preventable } from './preventable.ts';
import { readyChromium } from './runtime.ts';
import { defaultSession } from './session.ts';
import { openTarget } from './targets.ts';
import { emitterOf, only, unsupported } from './unsupported.ts';
import { toBrowser } from './wire.ts';

/** The window that shows them. */
interface Owner {
  size: { width: number; height: number };
  /** The page is there for the first time. */
  readyToShow: () => void;
  /** The page was closed by itself or by a test. */
  pageClosed: () => void;
  close: () => void;
}

type Supported = Pick<
  Electron.WebContents,
  | 'id'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'loadURL'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'close'
  | 'send'
  | 'setWindowOpenHandler'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'getZoomLevel'
  | 'setZoomLevel'
  | 'getZoomFactor'
  | 'setZoomFactor'
  | 'setVisualZoomLevelLimits'
  | 'zoomLevel'
  | 'zoomFactor'
  | 'focus'
  | 'isFocused'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'toggleDevTools'
  | 'replaceMisspelling'
  | 'capturePage'
> & { setWindowOpenHandler: Electron.WebContents['setWindowOpenHandler'] };

const codec = createCodec();
const byTarget = new Map<string, WebContents>();
let lastId = 0;

/** How a load that the app has asked for ends. */
interface Load {
  loaded: () => void;
  failed: (error: Error) => void;
}

export class WebContents extends emitterOf('webContents') implements Omit<Supported, 'capturePage'> {
  readonly id = (lastId += 1);
  readonly session = defaultSession;
  readonly mainFrame: Electron.WebFrameMain;
  zoomLevel = 0;
  readonly #owner: Owner;
  readonly #page: Promise<PageSession>;
  #url = '';
  #load: Load | undefined;
  #isOwnNavigation = false;
  #isDestroyed = false;
  #isCrashed = false;
  #wasReady = false;
  #windowOpen: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] = () => ({ action: 'allow' });

  constructor(owner: Owner, { preload, additionalArguments }: Electron.WebPreferences) {
    super();
    this.#owner = owner;
    this.mainFrame = this.#createFrame();
    this.#page = this.#open(preload, additionalArguments ?? []);
    // A window that is closed at once never gets its page.
    this.#page.catch((error: unknown) => {
      if (!this.#isDestroyed) process.stderr.write(`electron double: no page for a window: ${String(error)}\n`);
    });
    queueMicrotask(() => app.emit('web-contents-created', {}, this));
  }

  static all = (): WebContents[] => [...byTarget.values()];
  static ofTarget = (targetId: string): WebContents | undefined => byTarget.get(targetId);

  /** Itself, under the type that the app's listeners are given. */
  get #electron(): Electron.WebContents {
    return this as unknown as Electron.WebContents;
  }

  #createFrame(): Electron.WebFrameMain {
    const urlOf = () => this.#url;
    const frame = {
      get url() {
        return urlOf();
      },
      get origin() {
        return originOf(urlOf());
      },
      get top() {
        return frame;
      },
      parent: null,
      isDestroyed: () => this.#isDestroyed,
    };
    return only('webFrameMain', frame) as unknown as Electron.WebFrameMain;
  }

  async #open(preload: string | undefined, argv: string[]): Promise<PageSession> {
    const chromium = readyChromium('Cannot create BrowserWindow before app is ready');
    const target = await openTarget(chromium, this.#owner.size, () => this.#owner.pageClosed());
    byTarget.set(target.id, this);
    const page = new PageSession(target, this.#listener(), preload);
    await page.start(argv);
    return page;
  }

  #listener(): PageListener {
    return {
      mayNavigate: (url, isMainFrame, isRedirect) => this.#mayNavigate(url, isMainFrame, isRedirect),
      aboutToLoad: (url) => pushPermissions(readyChromium(''), this.#electron, originOf(url)),
      navigated: (url, withinPage) => {
        this.#url = url;
        if (url === 'about:blank') return;
        if (withinPage) this.emit('did-navigate-in-page', {}, url, true);
        else this.emit('did-navigate', {}, url, 200, 'OK');
      },
      domReady: () => {
        if (this.#isBlank()) return;
        this.emit('dom-ready', {});
        if (this.#wasReady) return;
        this.#wasReady = true;
        this.#owner.readyToShow();
      },
      loaded: () => {
        if (this.#isBlank()) return;
        this.#isOwnNavigation = false;
        this.emit('did-finish-load');
        this.#load?.loaded();
      },
      crashed: () => {
        this.#isCrashed = true;
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
      },
      windowOpened: (url, frameName, features) => this.#windowOpened(url, frameName, features),
      preloadFailed: (place, error) => {
        process.stderr.write(`Unable to load preload script: ${place}\n${error.message}\n`);
        this.emit('preload-error', {}, place, error);
      },
      console: (level, message) => this.emit('console-message', { level, message, frame: this.mainFrame }),
      told: (message, answer) => void this.#told(message, answer),
    };
  }

  readonly #isBlank = (): boolean => this.#url === '' || this.#url === 'about:blank';

  #mayNavigate(url: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    const isAsked = !isMainFrame || !this.#isOwnNavigation || isRedirect;
    const details = preventable({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame, initiator: null });
    if (isAsked) this.#askToNavigate(details, isRedirect);
    if (details.defaultPrevented) record('webContents navigation prevented', url);
    else if (!isRedirect) this.emit('did-start-navigation', details);
    return !details.defaultPrevented;
  }

  #askToNavigate(details: Preventable & { url: string; isMainFrame: boolean }, isRedirect: boolean): void {
    const { url, isMainFrame } = details;
    if (isRedirect) this.emit('will-redirect', details, url, false, isMainFrame);
    else {
      this.emit('will-frame-navigate', details);
      if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details, url);
    }
  }

  #windowOpened(url: string, frameName: string, features: string): void {
    const referrer = { url: this.#url, policy: 'default' as const };
    const { action } = this.#windowOpen({ url, frameName, features, disposition: 'foreground-tab', referrer });
    record('window.open', url, action);
    if (action !== 'deny') unsupported(`a window that a page opens (${url})`);
  }

  async #told(message: FromPage, answer: (answer: ToPage) => Promise<void>): Promise<void> {
    if (message.kind === 'context-menu') {
      this.emit('context-menu', preventable({}), contextMenuParams(message));
      return;
    }
    const { channel } = message;
    const args = codec.decode(message.args) as unknown[];
    const event = {
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      ports: [],
      reply: (reply: string, ...rest: unknown[]) => this.send(reply, ...rest),
    };
    if (message.kind === 'send') {
      ipcMain.emit(channel, event, ...args);
      return;
    }
    const { id } = message;
    try {
      const value = await ipcMain.answer(channel, event as unknown as Electron.IpcMainInvokeEvent, args);
      await answer({ kind: 'answer', id, value: codec.encode(value) });
    } catch (error) {
      process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`);
      await answer({ kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` });
    }
  }

  getURL = (): string => this.#url;
  getTitle = (): string => '';
  isDestroyed = (): boolean => this.#isDestroyed;
  isLoading = (): boolean => this.#load !== undefined;
  isCrashed = (): boolean => this.#isCrashed;
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#windowOpen = handler;
  }

  /** Resolves when the page is loaded. */
  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    this.#isOwnNavigation = true;
    this.#isCrashed = false;
    const ended = new Promise<void>((loaded, failed) => void (this.#load = { loaded, failed }));
    const { errorText } = await page.send('Page.navigate', { url: toBrowser(url) });
    if (errorText !== undefined) {
      this.#isOwnNavigation = false;
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      this.#load?.failed(new Error(`${errorText} (-2) loading '${url}'`));
    }
    await ended.finally(() => void (this.#load = undefined));
  }

  reload(): void {
    this.#isOwnNavigation = true;
    this.#isCrashed = false;
    void this.#page.then((page) => page.send('Page.reload'));
  }
  reloadIgnoringCache(): void {
    this.reload();
  }

  send(channel: string, ...args: unknown[]): void {
    const text = codec.encode(args);
    void this.#page.then((page) => page.tell({ kind: 'message', channel, args: text }));
  }

  /** Runs a script in the page's own world. @returns what it evaluates to, awaited. */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.#page;
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }

  forcefullyCrashRenderer(): void {
    // It is never answered: who should answer has crashed.
    void this.#page.then((page) => page.send('Page.crash')).catch(() => undefined);
  }

  getZoomLevel = (): number => this.zoomLevel;
  setZoomLevel = (level: number): void => void (this.zoomLevel = level);
  get zoomFactor(): number {
    return 1.2 ** this.zoomLevel;
  }
  set zoomFactor(factor: number) {
    this.zoomLevel = Math.log(factor) / Math.log(1.2);
  }
  getZoomFactor = (): number => this.zoomFactor;
  setZoomFactor = (factor: number): void => void (this.zoomFactor = factor);
  setVisualZoomLevelLimits = async (): Promise<void> => record('webContents.setVisualZoomLevelLimits');
  focus = (): void => record('webContents.focus');
  isFocused = (): boolean => true;
  openDevTools = (): void => record('webContents.openDevTools');
  closeDevTools = (): void => record('webContents.closeDevTools');
  toggleDevTools = (): void => record('webContents.toggleDevTools');
  isDevToolsOpened = (): boolean => false;
  replaceMisspelling = (text: string): void => record('webContents.replaceMisspelling', text);

  close(): void {
    this.#owner.close();
  }

  /** Closes the page. To be called by the window only. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.emit('destroyed');
    const { targetId } = await this.#page;
    byTarget.delete(targetId);
    const { browser } = readyChromium('');
    // Where a test closed the page, there is none any more.
    await browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  /** Gives the page another size, in pixels. */
  async resize({ width, height }: { width: number; height: number }): Promise<void> {
    const page = await this.#page;
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }
}

function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(url)?.[0] ?? 'null';
}

function contextMenuParams(message: FromPage & { kind: 'context-menu' }): Partial<Electron.ContextMenuParams> {
  const { x, y, selectionText, linkURL, isEditable } = message;
  const canCopy = selectionText !== '';
  return {
    x,
    y,
    selectionText,
    linkURL,
    isEditable,
    misspelledWord: '',
    dictionarySuggestions: [],
    editFlags: {
      canUndo: isEditable,
      canRedo: isEditable,
      canCut: isEditable && canCopy,
      canCopy,
      canPaste: isEditable,
      canDelete: isEditable && canCopy,
      canSelectAll: true,
      canEditRichly: false,
    },
  };
}

export const webContents = only('webContents', {
  fromDevToolsTargetId: (targetId: string) => WebContents.ofTarget(targetId),
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
  getAllWebContents: () => WebContents.all(),
});
