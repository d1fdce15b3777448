import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Gone, type Protocol, type Session } from './cdp.ts';
import { bound, receiver, type FromPage, type ToPage } from './page/isolated-world.ts';
import { isolatedWorldSource, mainWorldSource } from './page/source.ts';
import { answerRequest } from './protocol.ts';
import type { PageTarget } from './targets.ts';
import { ownPatterns, toApp } from './wire.ts';

const preloadWorld = 'Electron Isolated Context';

/** What a page does that its web contents want to know. */
export interface PageListener {
  /** Asked before the page is replaced by another, or a frame in it; false keeps it. */
  mayNavigate: (url: string, isMainFrame: boolean, isRedirect: boolean) => boolean;
  /** Asked before the page at this address is loaded; it waits for the answer. */
  aboutToLoad: (url: string) => Promise<void>;
  navigated: (url: string, withinPage: boolean) => void;
  domReady: () => void;
  loaded: () => void;
  crashed: () => void;
  windowOpened: (url: string, frameName: string, features: string) => void;
  preloadFailed: (place: string, error: Error) => void;
  console: (level: string, message: string) => void;
  /** `answer` is for an invocation only. */
  told: (message: FromPage, answer: (answer: ToPage) => Promise<void>) => void;
}

/** The page of a window: its preload, what it asks main, and the app's own addresses. */
export class PageSession {
  readonly targetId: string;
  readonly #session: Session;
  readonly #listener: PageListener;
  readonly #secret = randomUUID();
  readonly #preload: string | undefined;
  #preloadContext: number | undefined;

  constructor({ id, session }: PageTarget, listener: PageListener, preload: string | undefined) {
    this.targetId = id;
    this.#session = session;
    this.#listener = listener;
    this.#preload = preload;
  }

  get send(): Session['send'] {
    return this.#session.send.bind(this.#session);
  }

  /** Prepares the waiting page and lets it run. */
  async start(argv: string[]): Promise<void> {
    this.#listen();
    const session = this.#session;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: bound, executionContextName: preloadWorld }),
      session.send('Fetch.enable', {
        patterns: [
          { urlPattern: '*', resourceType: 'Document' },
          ...ownPatterns().map((urlPattern) => ({ urlPattern })),
        ],
      }),
      this.#addPreload(argv),
    ]);
    await session.send('Runtime.runIfWaitingForDebugger');
  }

  /** Tells the page something; lost while no preload is there to hear it, as in Electron. */
  async tell(message: ToPage, context = this.#preloadContext): Promise<void> {
    if (context === undefined) return;
    try {
      await this.#session.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { ${receiver}(text); }`,
        executionContextId: context,
        arguments: [{ value: JSON.stringify(message) }],
      });
    } catch (error) {
      // The page that asked is not there any more.
      if (!(error instanceof Gone) && !/context|target|session/i.test(String(error))) throw error;
    }
  }

  async #addPreload(argv: string[]): Promise<void> {
    if (this.#preload === undefined) return;
    const facts = {
      platform: process.platform,
      arch: process.arch,
      argv,
      env: { ...process.env },
      versions: { ...process.versions },
    };
    let text: string;
    try {
      text = readFileSync(this.#preload, 'utf8');
    } catch (error) {
      this.#listener.preloadFailed(this.#preload, error as Error);
      return;
    }
    const add = (source: string, worldName?: string) =>
      this.#session.send('Page.addScriptToEvaluateOnNewDocument', { source, ...(worldName && { worldName }) });
    await add(mainWorldSource(this.#secret));
    await add(isolatedWorldSource(this.#secret, facts, { text, place: this.#preload }), preloadWorld);
  }

  #listen(): void {
    const session = this.#session;
    const listener = this.#listener;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === preloadWorld && frameId === this.targetId) this.#preloadContext = context.id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#preloadContext) this.#preloadContext = undefined;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== bound) return;
      this.#preloadContext = executionContextId;
      listener.told(JSON.parse(payload) as FromPage, (answer) => this.tell(answer, executionContextId));
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => this.#threw(exceptionDetails));
    session.on('Runtime.consoleAPICalled', ({ type, args }) =>
      listener.console(type, args.map(({ value, description }) => String(value ?? description)).join(' ')),
    );
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) listener.navigated(toApp(frame.url) + (frame.urlFragment ?? ''), false);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.targetId) listener.navigated(toApp(url), true);
    });
    session.on('Page.domContentEventFired', () => listener.domReady());
    session.on('Page.loadEventFired', () => listener.loaded());
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      listener.windowOpened(toApp(url), windowName, windowFeatures.join(',')),
    );
    session.on('Inspector.targetCrashed', () => listener.crashed());
    session.on('Fetch.requestPaused', (paused) => void this.#answer(paused));
  }

  #threw({ url, executionContextId, exception, text }: Protocol.Runtime.ExceptionDetails): void {
    const message = exception?.description ?? text;
    const isPreload = url === this.#preload || executionContextId === this.#preloadContext;
    // A promise that nobody looks after fails later, and is told by the page.
    if (isPreload && this.#preload !== undefined && !text.includes('in promise'))
      this.#listener.preloadFailed(this.#preload, new Error(message));
    else this.#listener.console('error', message);
  }

  async #answer(paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, request, resourceType, frameId, redirectedRequestId } = paused;
    const url = toApp(request.url);
    try {
      if (resourceType === 'Document') {
        const isMainFrame = frameId === this.targetId;
        if (!this.#listener.mayNavigate(url, isMainFrame, redirectedRequestId !== undefined)) {
          await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
          return;
        }
        if (isMainFrame) await this.#listener.aboutToLoad(url);
      }
      const { method, headers, postData } = request;
      const response = await answerRequest({ url, method, headers, body: postData });
      if (!response) {
        await this.#session.send('Fetch.continueRequest', { requestId });
        return;
      }
      await this.#session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: response.headers,
        body: response.body.toString('base64'),
      });
    } catch (error) {
      // A window that closes, or a page that goes elsewhere, waits for no answer.
      if (error instanceof Gone || /Invalid InterceptionId|Session with given id/i.test(String(error))) return;
      process.stderr.write(`electron double: ${url} could not be answered: ${String(error)}\n`);
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined);
    }
  }
}
