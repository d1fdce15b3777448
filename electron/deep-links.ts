import path from 'node:path';
import { app } from 'electron';
import { DEEP_LINK_SCHEME } from '../server/protocol/join-target.ts';
import { findDeepLink, type DeepLinkQueue } from './deep-link-queue.ts';

/** Takes the links of our scheme from the system: with the start, from a second start, and on macOS as an event. */
export function setUpDeepLinks(queue: DeepLinkQueue, show: () => void): void {
  // From its sources the app is Electron's program with our folder as an argument.
  const [, main] = process.argv;
  if (app.isPackaged || main === undefined) app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME);
  else app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME, process.execPath, [path.resolve(main)]);

  const open = (link: string | undefined) => link !== undefined && queue.open(link);
  open(findDeepLink(process.argv));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (open(url)) show();
  });
  app.on('second-instance', (_event, argv) => {
    open(findDeepLink(argv));
    show();
  });
}
