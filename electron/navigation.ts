import { app, shell } from 'electron';
import type { Log } from '../server/index.ts';
import { originOf } from './origin.ts';
import { webPage } from './web-page.ts';

/** Keeps every window on our own page: no other page, no second window, no web view. Links open in the browser. */
export function setUpNavigation(pageOrigin: string, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Electron.Event<{ url: string }>) => {
      if (originOf(event.url) === pageOrigin) return;
      event.preventDefault();
      log.warn({ origin: originOf(event.url) }, 'a page was not left');
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutward(url, log);
      return { action: 'deny' };
    });
  });
}

/** Opens a web page in the system's browser. Anything but http and https could start a program, and is passed over. */
function openOutward(address: string, log: Log): void {
  const url = webPage(address);
  if (url === null) return;
  shell.openExternal(url).catch((error: unknown) => log.warn({ err: error }, 'the browser could not be opened'));
}
