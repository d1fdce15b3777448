import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bridge } from '../../../electron/bridge.ts';
import { root } from '../../../build/root.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { text } from '../../../renderer/texts/text.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

/** The page's own names, for functions that run there. */
type OurPage = typeof globalThis & { coop: Bridge };

const calls = [
  'host.defaults',
  'host.key.forget',
  'host.key.save',
  'host.key.status',
  'host.onState',
  'host.signIn',
  'host.start',
  'host.state',
  'host.stop',
  'parties.watch',
  'settings.read',
  'settings.set',
  'shell.copyDiagnostics',
  'shell.notify',
  'shell.onGoTo',
  'shell.onJoinLink',
  'shell.onOpenChat',
  'shell.openDataFolder',
  'shell.ready',
  'shell.setLanguage',
  'shell.setUnread',
  'vault.read',
  'vault.remove',
  'vault.set',
];

const start = ({ page }: DesktopVisitor) => page.getByRole('heading', { name: text('start.title') });

/** A page of somebody else, which counts its visits. */
async function startStranger() {
  let visits = 0;
  const server = createServer((_req, res) => {
    visits += 1;
    res.setHeader('content-type', 'text/html').end('<title>Stranger</title><h1>Stranger</h1>');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    visits: () => visits,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('opens its own page with the whole bridge, and nothing of Electron or Node', async ({ desktop }) => {
  const visitor = await desktop();
  const { page } = visitor;
  await expect(start(visitor)).toBeVisible();
  const found = await page.evaluate(() => {
    const { coop } = globalThis as OurPage;
    const functions: string[] = [];
    const isFrozen = (value: object, path: string[]): boolean =>
      Object.isFrozen(value) &&
      Object.entries(value).every(([key, inner]: [string, unknown]) => {
        if (typeof inner === 'function') functions.push([...path, key].join('.'));
        return typeof inner !== 'object' || inner === null || isFrozen(inner, [...path, key]);
      });
    return {
      isFrozen: isFrozen(coop, []),
      functions: functions.toSorted((a, b) => a.localeCompare(b)),
      version: coop.version,
      isReplaceable: Reflect.set(globalThis, 'coop', {}) || Reflect.deleteProperty(globalThis, 'coop'),
      strangers: ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter(
        (name) => name in globalThis,
      ),
      isSecureContext,
    };
  });
  expect(found).toEqual({
    isFrozen: true,
    functions: calls,
    version: manifest.version,
    isReplaceable: false,
    strangers: [],
    isSecureContext: true,
  });
});

test('the page runs, frames and loads nothing but its own', async ({ desktop }) => {
  const { page, complaints } = await desktop();
  complaints.expects(/Content Security Policy|csp|foreign request: https:\/\/192\.0\.2\.1\//i);
  const blocked = await page.evaluate(async () => {
    const seen: string[] = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective));
    const add = (name: string, attributes: Record<string, string>, content = '') => {
      const element = Object.assign(document.createElement(name), { textContent: content });
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      document.body.append(element);
    };
    add('script', {}, 'globalThis.intruder = true');
    add('script', { src: 'https://192.0.2.1/evil.js' });
    add('img', { src: 'https://192.0.2.1/pixel.png' });
    add('iframe', { src: 'https://192.0.2.1/' });
    add('link', { rel: 'stylesheet', href: 'https://192.0.2.1/evil.css' });
    add('base', { href: 'https://192.0.2.1/' });
    add('form', { action: 'https://192.0.2.1/', id: 'form' });
    document.querySelector<HTMLFormElement>('#form')!.submit();
    while (new Set(seen).size < 6) {
      await new Promise((resolve) => {
        addEventListener('securitypolicyviolation', resolve, { once: true });
      });
    }
    return { seen: [...new Set(seen)].toSorted((a, b) => a.localeCompare(b)), ran: 'intruder' in globalThis };
  });
  expect(blocked).toEqual({
    seen: ['base-uri', 'form-action', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem'],
    ran: false,
  });
});

test('the page cannot be led away and opens no window; its links open in the browser', async ({ desktop }) => {
  const stranger = await startStranger();
  const visitor = await desktop();
  const { desktop: program, page } = visitor;
  visitor.expects(/a page was not left/);
  visitor.complaints.expects(/Not allowed to load local resource|JavaScript URL|foreign request: gemini-coop:/);
  await expect(start(visitor)).toBeVisible();

  await page.evaluate((url) => location.assign(url), stranger.url);
  await expect.poll(() => program.complaints.filter((line) => line.includes('a page was not left'))).toHaveLength(1);
  await page.evaluate(() => {
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'gemini-coop://join?server=x']) window.open(url);
    const link = Object.assign(document.createElement('a'), { href: 'https://example.org/a?b', target: '_blank' });
    document.body.append(link);
    link.click();
  });
  await expect.poll(async () => (await program.kept()).opened).toEqual(['https://example.org/a?b']);

  expect(stranger.visits()).toBe(0);
  expect(program.app.windows()).toHaveLength(1);
  await expect(start(visitor)).toBeVisible();
  stranger.close();
});

test('the page may notify, and nothing else that a device asks people about', async ({ desktop }) => {
  const { page } = await desktop();
  const states = await page.evaluate(() => {
    const names = ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read'];
    return Promise.all(
      names.map(async (name) => [name, (await navigator.permissions.query({ name: name as PermissionName })).state]),
    );
  });
  expect(Object.fromEntries(states)).toEqual({
    notifications: 'granted',
    geolocation: 'denied',
    camera: 'denied',
    microphone: 'denied',
    'clipboard-read': 'denied',
  });
});

test('[SHELL1] a stranger’s page is not answered, even with the preload and the bridge', async ({ desktop }) => {
  const stranger = await startStranger();
  const visitor = await desktop();
  visitor.expects(/did not come from our page|Error occurred in handler|IpcRefusal|^\s+at /);
  const answers = await visitor.desktop.app.evaluate(
    async ({ BrowserWindow }, { url, preload }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload } });
      await window.loadURL(url);
      const answer: unknown = await window.webContents.executeJavaScript(
        `Promise.allSettled([
          coop.host.state(),
          coop.vault.read(),
          coop.host.start({ name: 'x', username: 'x', port: 0, access: 'open' }),
        ])`,
      );
      window.destroy();
      return (answer as PromiseSettledResult<unknown>[]).map(({ status }) => status);
    },
    { url: stranger.url, preload: `${root}/dist/preload/preload.cjs` },
  );
  expect(answers).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stranger.visits()).toBeGreaterThan(0);
  stranger.close();
});

test('[SHELL1] a call with an argument of another form is refused', async ({ desktop }) => {
  const visitor = await desktop();
  visitor.expects(/argument of another form|Error occurred in handler|IpcRefusal|^\s+at /);
  visitor.complaints.expects(/'shell:unread': IpcRefusal/);
  const outcome = await visitor.page.evaluate(async () => {
    const { host, vault, settings, shell } = (globalThis as OurPage).coop;
    const options = { name: 'Party', username: 'ann', port: 0, access: 'open' as const };
    const tries = await Promise.allSettled([
      host.start({ ...options, name: 1 as unknown as string }),
      host.start({ ...options, port: 80 }),
      host.start({ ...options, access: 'everybody' as 'open' }),
      host.start(undefined as never),
      host.start({ ...options, name: (() => 'x') as unknown as string }),
      vault.set('key', { length: 1 } as unknown as string),
      settings.set({ notifications: 'yes' as unknown as boolean }),
    ]);
    shell.setUnread(-1);
    return { tries: tries.map(({ status }) => status), state: await host.state() };
  });
  expect(outcome).toEqual({ tries: Array.from({ length: 7 }, () => 'rejected'), state: { kind: 'stopped' } });
});

test('a second start shows the first window instead', async ({ desktop }) => {
  const { desktop: program } = await desktop();
  const { app } = program;
  const isThere = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
  await expect.poll(isThere).toEqual([true]);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
  expect(await isThere()).toEqual([false]);
  expect(await program.second()).toEqual({ code: 0, stderr: '' });
  await expect.poll(isThere).toEqual([true]);
});

test('a link that starts the app, and one that is opened later, ask before they connect', async ({ desktop }) => {
  const stranger = await startStranger();
  const link = (server: string) => `gemini-coop://join?server=${encodeURIComponent(server)}&invite=abc`;
  const visitor = await desktop({ args: [link(stranger.url)] });
  const dialog = (server: string) =>
    visitor.page.getByRole('dialog', { name: text('link.title', { host: new URL(server).host }) });

  await expect(dialog(stranger.url)).toContainText(text('link.invite'));
  await visitor.page.keyboard.press('Escape');
  await expect(dialog(stranger.url)).toHaveCount(0);

  expect((await visitor.desktop.second('gemini-coop://join?nonsense')).code).toBe(0);
  expect((await visitor.desktop.second(link('http://127.0.0.1:9'))).code).toBe(0);
  await expect(dialog('http://127.0.0.1:9')).toBeVisible();
  expect(stranger.visits()).toBe(0);
  stranger.close();
});

test('the menu quits', async ({ desktop }) => {
  const visitor = await desktop();
  await expect(start(visitor)).toBeVisible();
  const child = visitor.desktop.app.process();
  await visitor.desktop.choose('quit');
  await visitor.desktop.ended;
  expect(child.exitCode).toBe(0);
});
