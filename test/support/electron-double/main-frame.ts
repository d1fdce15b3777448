import type * as Electron from 'electron';
import { only } from './unsupported.ts';

/** The origin of an address; `null` in words where it has none. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(url)?.[0] ?? 'null';
}

/** The only frame of a page that calls main: the others have no preload. */
export function createMainFrame(page: { getURL: () => string; isDestroyed: () => boolean }): Electron.WebFrameMain {
  const frame = {
    get url() {
      return page.getURL();
    },
    get origin() {
      return originOf(page.getURL());
    },
    get top() {
      return frame;
    },
    parent: null,
    isDestroyed: () => page.isDestroyed(),
  };
  return only('webFrameMain', frame) as unknown as Electron.WebFrameMain;
}
