import * as z from 'zod';
import type { Settings } from './bridge.ts';
import type { Handle } from './ipc.ts';
import type { LoginItem } from './login-item.ts';
import type { SettingsFile } from './settings.ts';

interface SettingsIpcParts {
  handle: Handle;
  settings: SettingsFile;
  loginItem: LoginItem;
}

/** Answers the page about what people can set of the app itself. */
export function answerSettings({ handle, settings, loginItem }: SettingsIpcParts): void {
  const read = (): Settings => ({
    startAtLogin: loginItem.read(),
    notifications: settings.current.notifications,
  });
  handle('settings:read', z.undefined(), read);
  const change = z.object({ startAtLogin: z.boolean().optional(), notifications: z.boolean().optional() });
  handle('settings:set', change, ({ startAtLogin, notifications }) => {
    if (startAtLogin !== undefined && loginItem.read().possible) loginItem.set(startAtLogin);
    if (notifications !== undefined) settings.change({ notifications });
    return read();
  });
}
