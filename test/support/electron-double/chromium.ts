import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { Connection, type Session } from './cdp.ts';
import { environment } from './environment.ts';
import { startOriginProxy } from './origin-proxy.ts';

/** The browser that shows the windows. */
export interface Chromium {
  /** Such as `150.0.7871.12`. */
  readonly version: string;
  /** Where Playwright connects to. */
  readonly devtoolsUrl: string;
  readonly browser: Session;
  session: (id: string) => Session;
  onGone: (listener: () => void) => void;
  /** Ends it and waits until it is gone. */
  close: () => Promise<void>;
}

/** Time in milliseconds that it has to end by itself. */
const patience = 3000;

const switches = [
  // It ends when this pipe does, and the pipe ends with this process, however that dies.
  '--remote-debugging-pipe',
  // Playwright wants a port.
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--use-mock-keychain',
  '--hide-scrollbars',
  '--mute-audio',
  // As in Electron. https://github.com/electron/electron/blob/main/shell/browser/feature_list.cc
  '--disable-features=LocalNetworkAccessChecks',
  // Loopback addresses too are reached through the proxy, which is there for the origin that it tells servers.
  '--proxy-bypass-list=<-loopback>',
];

/** @param profile the browser's data. */
export async function startChromium(profile: string): Promise<Chromium> {
  const proxy = await startOriginProxy();
  const child = spawn(
    environment.chromium,
    [
      ...switches,
      `--user-data-dir=${profile}`,
      `--proxy-server=${proxy.url}`,
      ...(environment.headed ? [] : ['--headless=new']),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const devtoolsUrl = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
      const url = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`electron double: Chromium ended with ${code}:\n${said}`)));
  });
  const connection = new Connection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const browser = connection.session();
  const { product } = await browser.send('Browser.getVersion');

  return {
    version: product.replace(/^.*\//, ''),
    devtoolsUrl,
    browser,
    session: (id) => connection.session(id),
    onGone: (listener) => void child.once('exit', listener),
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      // It may end before it answers.
      void browser.send('Browser.close').catch(() => undefined);
      if (child.exitCode === null && child.signalCode === null) await ended;
      clearTimeout(timer);
      await proxy.close();
    },
  };
}
