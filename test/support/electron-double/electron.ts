import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { calls } from './calls.ts';
import {
  autoUpdater,
  clipboard,
  crashReporter,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
} from './desktop-state.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { net } from './net.ts';
import { notifications, Notification } from './notification.ts';
import { protocol } from './protocol.ts';
import { safeStorage } from './safe-storage.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { Tray, trays } from './tray.ts';
import { only } from './unsupported.ts';
import { webContents } from './web-contents.ts';

/** What tests can look at, by `app.evaluate(({ __double }) => ...)`; Electron itself has no such thing. */
const double = { calls, notifications, trays };

/** The module `electron` of the main process. */
export const electron = only('electron', {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
  __double: double,
});
