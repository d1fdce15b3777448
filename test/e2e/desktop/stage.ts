// Playwright wants a pattern also where a fixture needs no other one.
/* oxlint-disable no-empty-pattern */
import type { BrowserContextOptions } from '@playwright/test';
import { listenToComplaints, type Complaints } from '../../support/complaints.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from '../../support/desktop.ts';
import { startServed, type Served } from '../../support/served.ts';
import { Visitor } from '../../support/visitor.ts';
import { expect, test as base } from '../stage.ts';

/** Somebody at the desktop app, and what they see. */
export class DesktopVisitor extends Visitor {
  readonly desktop: Desktop;
  readonly #expected: RegExp[] = [];

  constructor(desktop: Desktop, complaints: Complaints) {
    super(desktop.page, complaints);
    this.desktop = desktop;
  }

  /** From now on, what the main process says that matches is no complaint. */
  readonly expects = (complaint: RegExp): void => void this.#expected.push(complaint);

  /** What the main process said that nobody expected. */
  get unexpected(): string[] {
    return this.desktop.complaints.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
  }
}

/** Pages of the app itself, and servers by their address in numbers. */
const reachable = /^(app:\/\/bundle|http:\/\/bundle\.app\.localhost|http:\/\/\d+(\.\d+){3}:\d+)\//;

interface DesktopStage {
  /** Starts the app, on a machine of its own as far as files go; whatever nobody expected fails the test at its end. */
  desktop: (options?: DesktopOptions) => Promise<DesktopVisitor>;
  /** The built server without the app, as many as are wanted; what it logs fails the test at its end. */
  serve: (env?: NodeJS.ProcessEnv) => Promise<Served>;
  /** A browser, on any server. */
  guest: (url: string, options?: BrowserContextOptions) => Promise<Visitor>;
}

export const test = base.extend<DesktopStage & { endings: (() => Promise<void>)[] }>({
  // What was started last ends first, and servers in the end: nobody misses one, and no home is deleted too early.
  endings: async ({}, use) => {
    const endings: (() => Promise<void>)[] = [];
    await use(endings);
    for (const end of endings.toReversed()) await end();
  },
  desktop: async ({ gemini, everyComplaint, endings }, use) => {
    await use(async (options = {}) => {
      const desktop = await launchDesktop({
        ...options,
        env: { GEMINI_BASE_URL: gemini.url, ...options.env },
      });
      const complaints = listenToComplaints(desktop.app.context(), reachable);
      everyComplaint.push(complaints);
      const visitor = new DesktopVisitor(desktop, complaints);
      endings.push(async () => {
        const { unexpected } = visitor;
        await desktop.kill();
        expect.soft(unexpected, 'what the main process complained about').toEqual([]);
      });
      return visitor;
    });
  },
  serve: async ({ endings }, use) => {
    await use(async (env) => {
      const server = await startServed(env);
      endings.unshift(async () => {
        await server.close();
        expect.soft(server.complaints(), 'what a server logged').toEqual([]);
      });
      return server;
    });
  },
  guest: async ({ browser, everyComplaint, endings }, use) => {
    await use(async (url, options) => {
      const { origin } = new URL(url);
      const context = await browser.newContext({ baseURL: origin, ...options });
      endings.push(() => context.close());
      const complaints = listenToComplaints(context, origin);
      everyComplaint.push(complaints);
      const page = await context.newPage();
      await page.goto(url);
      return new Visitor(page, complaints);
    });
  },
});

export { expect };
