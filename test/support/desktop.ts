import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { root } from '../../build/root.ts';
import { findDesktopEngine, type DesktopEngine } from './desktop-engine.ts';
import { answerDialogs, readKept, watchDesktop, type Kept } from './desktop-witness.ts';

export interface DesktopOptions {
  /** Arguments for the app, such as a link that it is to open. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** A folder or main module other than this project's. */
  app?: string;
  /** Where an earlier start left its data; without it, nowhere. It is kept then. */
  home?: string;
  /** How the machine keeps secrets. Electron itself does as it finds; only `basic_text` can be asked of it. */
  keyring?: 'gnome_libsecret' | 'basic_text' | 'none';
}

/** The desktop app, running. */
export interface Desktop {
  readonly app: ElectronApplication;
  /** Its window. */
  readonly page: Page;
  readonly engine: DesktopEngine;
  /** Everything that it keeps; give it to a later start to see that it is there again. */
  readonly home: string;
  readonly userData: string;
  /** What the main process complained about so far: on stderr, and as warnings and errors in its log. */
  readonly complaints: string[];
  /** Starts the program once more with the same data, and waits for the end of that process. */
  second: (...args: string[]) => Promise<{ code: number | null; stderr: string }>;
  /** What the app wanted to show to a person or to give to another program so far. */
  kept: () => Promise<Kept>;
  /** From now on, message boxes are answered with the button of this number. */
  answerDialogs: (button: number) => Promise<void>;
  /** Chooses an item of the application menu by its id. */
  choose: (id: string) => Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  /** Asks it to quit, as a person would, and waits until it is gone. */
  quit: () => Promise<void>;
  /** Ends it without asking. */
  kill: () => Promise<void>;
}

/** What Node, Playwright and Chromium say on stderr when all is well. */
const harmless = [
  /^(Debugger|DevTools) (listening|attached|ending)/,
  /^For help, see: https:\/\/nodejs\.org/,
  /^Waiting for the debugger to disconnect/,
  // Chromium's own log: a machine without a desktop bus, a graphics card or a sound card.
  /^\[\d+:\d+\/.*:(ERROR|WARNING|INFO|VERBOSE\d):/,
  /^\s*$/,
];

/** Time in milliseconds that the app has to end. */
const patience = 15_000;

/** Starts the built app, and waits for the page in its window. */
export async function launchDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const engine = findDesktopEngine();
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'gemini-coop-desktop-'));
  const userData = path.join(home, 'user-data');
  const env = environmentOf(home, options);
  const args = [
    ...(engine.kind === 'electron' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(engine.kind === 'electron' && options.keyring === 'basic_text' ? ['--password-store=basic'] : []),
    // The real keychain of macOS would ask whoever sits there.
    ...(engine.kind === 'electron' && process.platform === 'darwin' ? ['--use-mock-keychain'] : []),
    options.app ?? root,
    `--user-data-dir=${userData}`,
  ];
  const app = await _electron.launch({
    executablePath: engine.program,
    args: [...args, ...(options.args ?? [])],
    env,
    cwd: home,
    locale: 'en-US',
  });
  const child = app.process();
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode === null && child.signalCode === null) child.once('exit', () => resolve());
    else resolve();
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  app.context().setDefaultTimeout(10_000);
  await watchDesktop(app);
  const log = path.join(await app.evaluate(({ app: program }) => program.getPath('logs')), 'main.log');
  const loggedBefore = readLog(log).length;
  const page = await app.firstWindow();
  await page.waitForURL(/bundle/).catch((error: unknown) => {
    throw new Error(`the app shows no page, and says:\n${stderr}`, { cause: error });
  });

  return {
    app,
    page,
    engine,
    home,
    userData,
    ended,
    get complaints() {
      const said = stderr.split('\n').filter((line) => !harmless.some((pattern) => pattern.test(line)));
      return [...said, ...readLog(log).slice(loggedBefore).filter(isWarning)];
    },
    second: (...more) => runToEnd(engine.program, [...args, ...more], env, home),
    kept: () => readKept(app),
    answerDialogs: (button) => answerDialogs(app, button),
    choose: (id) =>
      app.evaluate(({ Menu }, wanted) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
        if (!item) throw new Error(`the menu has no ${wanted}`);
        // Playwright gets its answer before the program can be gone.
        setTimeout(() => item.click());
      }, id),
    async quit() {
      await app.evaluate(({ app: program }) => void setTimeout(() => program.quit()));
      await ended;
    },
    async kill() {
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      // It may be gone already, or be gone before it answers.
      await app.evaluate(({ app: program }) => program.exit(0)).catch(() => undefined);
      await ended;
      clearTimeout(timer);
      // Playwright learns of the end a little later, and keeps what it recorded until then.
      await app.close().catch(() => undefined);
      if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** The lines of the app's log. */
function readLog(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

const isWarning = (line: string): boolean => line !== '' && (JSON.parse(line) as { level: number }).level >= 40;

/** The test's own environment, without what the machine has set for a real app, and with a home of its own. */
function environmentOf(home: string, { env = {}, keyring }: DesktopOptions): Record<string, string> {
  const folders = Object.fromEntries(
    [
      ['HOME', home],
      ['XDG_CONFIG_HOME', path.join(home, 'config')],
      ['XDG_CACHE_HOME', path.join(home, 'cache')],
      ['XDG_DATA_HOME', path.join(home, 'data')],
    ].map(([name, place]) => {
      mkdirSync(place!, { recursive: true });
      return [name, place];
    }),
  );
  const { GEMINI_API_KEY: _, GEMINI_BASE_URL: __, ELECTRON_RUN_AS_NODE: ___, ...own } = process.env;
  const all: NodeJS.ProcessEnv = { ...own, ...folders, ...(keyring && { ELECTRON_DOUBLE_KEYRING: keyring }), ...env };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function runToEnd(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
  });
}
