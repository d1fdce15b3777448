import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../server/index.ts';
import type { Push } from './channels.ts';
import type { SettingsFile } from './settings.ts';
import { fitWindow } from './window-state.ts';

/** Milliseconds within which a second crash of the page is left alone: it would only go on. */
const CRASH_PAUSE = 10_000;

interface WindowParts {
  url: string;
  settings: SettingsFile;
  log: Log;
  /** Stays in the tray until it is asked for. */
  hidden: boolean;
}

/** Opens the one window of the app. It is there until the app is quit; closing it can only hide it. */
export function openWindow({ url, settings, log, hidden }: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    ...fitWindow(settings.current.window, workAreas()),
    minWidth: 360,
    minHeight: 480,
    show: false,
    // The colours of the page, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1416' : '#f4f6f7',
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: true,
    },
  });
  if (settings.current.window?.maximised && !hidden) window.maximize();
  if (!hidden) window.once('ready-to-show', () => window.show());
  window.on('close', () => rememberState(window, settings));
  reloadAfterCrash(window, log);
  window.loadURL(url).catch((error: unknown) => log.error({ err: error }, 'the page could not be loaded'));
  return window;
}

/** Brings the window to the front. */
export function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

export function createPush(window: BrowserWindow): Push {
  return (channel, value) => {
    if (!window.isDestroyed()) window.webContents.send(channel, value);
  };
}

/** Calls back when the page that was there is gone: loaded anew, crashed, or closed. */
export function onPageGone({ webContents }: BrowserWindow, listener: () => void): void {
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) listener();
  });
  webContents.on('render-process-gone', listener);
  webContents.on('destroyed', listener);
}

function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let crashedAt = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ reason, exitCode }, 'the page crashed');
    const isFirst = performance.now() - crashedAt > CRASH_PAUSE;
    crashedAt = performance.now();
    if (isFirst && reason !== 'clean-exit') window.webContents.reload();
  });
}

function rememberState(window: BrowserWindow, settings: SettingsFile): void {
  const { x, y, width, height } = window.getNormalBounds();
  settings.change({ window: { x, y, width, height, maximised: window.isMaximized() } });
}

function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
