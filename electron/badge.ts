import { app, type BrowserWindow } from 'electron';
import { unreadImage } from './images.ts';
import type { Signal } from './signal.ts';
import { texts } from './texts/texts.ts';

/** Shows on the Dock or the taskbar that there are unread messages. */
export function setUpBadge(window: BrowserWindow, unread: Signal<number>): void {
  unread.watch((count) => {
    // Windows has no number there, but takes a small image.
    if (process.platform !== 'win32') app.setBadgeCount(count);
    else if (!window.isDestroyed()) {
      window.setOverlayIcon(count > 0 ? unreadImage() : null, count > 0 ? texts().tray.unread(count) : '');
    }
  });
}
