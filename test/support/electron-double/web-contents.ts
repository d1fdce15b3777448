import type * as Electron from 'electron';
import { app } from './app.ts';
import { askToNavigate } from './ask-to-navigate.ts';
import { record } from './calls.ts';
import { contextMenuParams } from './context-menu-params.ts';
import { dispatchCall } from './dispatch-call.ts';
import { createMainFrame, originOf } from './main-frame.ts';
import { createCodec } from './page/codec.ts';
import type { FromPage, ToPage } from './page/isolated-world.ts';
import { PageSession, type PageListener } from './page-session.ts';
import { PassiveContents } from './passive-contents.ts';
import { pushPermissions } from './permissions.ts';
import { preventable } from './preventable.ts';
import { readyChromium } from './runtime.ts';
import { defaultSession } from './session.ts';
import { openTarget } from './targets.ts';
import { only, unsupported } from './unsupported.ts';
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
>;

const codec = createCodec();
const byTarget = new Map<string, WebContents>();
let lastId = 0;

/** How a load that the app has asked for ends. */
interface Load {
  loaded: () => void;
  failed: (error: Error) => void;
}

export class WebContents extends PassiveContents implements Supported {
  readonly id = (lastId += 1);
  readonly session = defaultSession;
  readonly mainFrame: Electron.WebFrameMain;
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
    this.mainFrame = createMainFrame(this);
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
      mayNavigate: (url, isMainFrame, isRedirect) =>
        askToNavigate(this, { url, isMainFrame, isRedirect, isOwn: this.#isOwnNavigation }),
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
      told: (message, answer) => this.#told(message, answer),
    };
  }

  readonly #isBlank = (): boolean => this.#url === '' || this.#url === 'about:blank';

  #windowOpened(url: string, frameName: string, features: string): void {
    const referrer = { url: this.#url, policy: 'default' as const };
    const { action } = this.#windowOpen({ url, frameName, features, disposition: 'foreground-tab', referrer });
    record('window.open', url, action);
    if (action !== 'deny') unsupported(`a window that a page opens (${url})`);
  }

  #told(message: FromPage, answer: (answer: ToPage) => Promise<void>): void {
    if (message.kind === 'context-menu') this.emit('context-menu', preventable({}), contextMenuParams(message));
    else void dispatchCall(message, this, answer);
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

export const webContents = only('webContents', {
  fromDevToolsTargetId: (targetId: string) => WebContents.ofTarget(targetId),
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
  getAllWebContents: () => WebContents.all(),
});
