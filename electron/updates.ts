import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Logger } from 'pino';
import type { HostState } from './bridge.ts';
import type { Signal } from './signal.ts';
import { texts } from './texts/texts.ts';
import { updateFeed } from './update-feed.ts';

/** Milliseconds between two looks for a newer version. */
const EVERY = 6 * 60 * 60 * 1000;

/** Milliseconds after the start before the first one. */
const FIRST = 30_000;

interface UpdateParts {
  window: BrowserWindow;
  host: Signal<HostState>;
  log: Logger;
}

/**
 * Keeps the app up to date, where it is told from where: by the packages' `app-update.yml`, or by `UPDATE_URL`.
 * @returns looks for a newer version now, for who asks; undefined where there is nowhere to look.
 */
export function setUpUpdates(parts: UpdateParts): (() => Promise<void>) | undefined {
  const { log } = parts;
  const given = process.env['UPDATE_URL'];
  const url = updateFeed(given);
  if (given !== undefined && url === undefined) log.warn('UPDATE_URL is no https address, and is not used');
  // On Linux only an AppImage can replace itself; what a package manager has installed is the package manager's.
  if (process.platform === 'linux' && process.env['APPIMAGE'] === undefined) return undefined;
  const hasFeed = url !== undefined || existsSync(path.join(process.resourcesPath, 'app-update.yml'));
  if (!app.isPackaged || !hasFeed) return undefined;
  let updater: Promise<AppUpdater> | undefined;
  const look = async (): Promise<'found' | 'none' | 'failed'> => {
    try {
      const loaded = await (updater ??= loadUpdater(url, parts));
      const result = await loaded.checkForUpdates();
      // It goes on by itself, and is tried again with the next look.
      result?.downloadPromise?.catch((error: unknown) => log.warn({ err: error }, 'an update did not arrive'));
      return result?.isUpdateAvailable ? 'found' : 'none';
    } catch (error) {
      log.warn({ err: error }, 'the update server could not be asked');
      return 'failed';
    }
  };
  const first = setTimeout(() => void look(), FIRST);
  const later = setInterval(() => void look(), EVERY);
  app.on('will-quit', () => {
    clearTimeout(first);
    clearInterval(later);
  });
  return async () => {
    const result = await look();
    // What is found is offered once it is here.
    if (result !== 'found') await dialog.showMessageBox(parts.window, { message: texts().updates[result] });
  };
}

/** Its code is only read where it is used. */
async function loadUpdater(url: string | undefined, { window, host, log }: UpdateParts): Promise<AppUpdater> {
  const library = await import('electron-updater');
  // By itself it goes by a file that electron-builder leaves in all Linux packages where one of them is a deb.
  const autoUpdater = process.platform === 'linux' ? new library.AppImageUpdater() : library.autoUpdater;
  autoUpdater.logger = log;
  if (url !== undefined) autoUpdater.setFeedURL({ provider: 'generic', url });
  autoUpdater.on('update-downloaded', ({ version }) => {
    const detail = host.value.kind === 'hosting' ? texts().updates.detailHosting : texts().updates.detail;
    const buttons = [texts().updates.restart, texts().updates.later];
    dialog
      .showMessageBox(window, { message: texts().updates.ready(version), detail, buttons, defaultId: 0, cancelId: 1 })
      .then(({ response }) => response === 0 && autoUpdater.quitAndInstall())
      .catch((error: unknown) => log.error({ err: error }, 'the update could not be offered'));
  });
  return autoUpdater;
}
