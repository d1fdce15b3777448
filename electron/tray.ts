import { app, Menu, Tray } from 'electron';
import type { HostState } from './bridge.ts';
import { trayImage } from './images.ts';
import type { Signal } from './signal.ts';
import { language } from './texts/texts.ts';
import { trayMenu, trayToolTip } from './tray-menu.ts';

interface TrayParts {
  host: Signal<HostState>;
  unread: Signal<number>;
  show: () => void;
  showParty: () => void;
  stopHosting: () => void;
}

/** Puts the app into the tray, where it tells what is going on. */
export function setUpTray({ host, unread, ...actions }: TrayParts): void {
  const tray = new Tray(trayImage());
  const update = () => {
    tray.setToolTip(trayToolTip(host.value, unread.value));
    const items = trayMenu(host.value, unread.value, { ...actions, quit: () => app.quit() });
    tray.setContextMenu(Menu.buildFromTemplate(items));
  };
  host.watch(update);
  unread.watch(update);
  language.watch(update);
  // On macOS a click opens the menu; on some Linux desktops it is never told.
  if (process.platform !== 'darwin') tray.on('click', actions.show);
  app.on('will-quit', () => tray.destroy());
}
