import { app } from 'electron';
import { AutostartEntry } from './autostart-entry.ts';
import type { Settings } from './bridge.ts';

/** The app is started with this argument at login: it waits in the tray then. */
const HIDDEN = '--hidden';

/** Opening with the system. Only an installed app can: the sources have no program of their own. */
export interface LoginItem {
  read(): Settings['startAtLogin'];
  set(on: boolean): void;
}

export function createLoginItem(): LoginItem {
  if (!app.isPackaged) return { read: () => ({ possible: false, on: false }), set: () => undefined };
  if (process.platform === 'linux') {
    // An AppImage runs from a place that is gone after it; this names the file itself.
    const entry = new AutostartEntry(app.getPath('appData'), process.env['APPIMAGE'] ?? process.execPath);
    return { read: () => ({ possible: true, on: entry.isOn }), set: (on) => entry.set(on, [HIDDEN]) };
  }
  const args = [HIDDEN];
  return {
    read: () => ({ possible: true, on: app.getLoginItemSettings({ args }).openAtLogin }),
    set: (on) => app.setLoginItemSettings({ openAtLogin: on, args }),
  };
}

/** The system opened the app, not a person. */
export function startsHidden(): boolean {
  if (process.platform === 'darwin') return app.getLoginItemSettings().wasOpenedAtLogin;
  return process.argv.includes(HIDDEN);
}
