import path from 'node:path';
import { app, dialog, ipcMain, Menu, session, shell, type BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import { setUpBadge } from './badge.ts';
import type { Place } from './channels.ts';
import { setUpClosing } from './closing.ts';
import { setUpContextMenu } from './context-menu.ts';
import { copyDiagnostics } from './copy-diagnostics.ts';
import { setUpCrashes } from './crashes.ts';
import { DeepLinkQueue } from './deep-link-queue.ts';
import { setUpDeepLinks } from './deep-links.ts';
import { setUpHosting } from './hosting.ts';
import { createHandle } from './ipc.ts';
import { openLogFile } from './log-file.ts';
import { createLoginItem, startsHidden } from './login-item.ts';
import { menuTemplate } from './menu.ts';
import { setUpNavigation } from './navigation.ts';
import { createNotify } from './notifications.ts';
import { pageSource } from './origin.ts';
import { setUpPermissions } from './permissions.ts';
import { setUpQuitting } from './quitting.ts';
import { registerScheme, serveBundle } from './scheme.ts';
import { openSecrets } from './secrets.ts';
import { answerSettings } from './settings-ipc.ts';
import { SettingsFile } from './settings.ts';
import { answerShell } from './shell-ipc.ts';
import { Signal } from './signal.ts';
import { keepAwake } from './sleep.ts';
import { bestLanguage, language, texts } from './texts/texts.ts';
import { setUpTray } from './tray.ts';
import { setUpUpdates } from './updates.ts';
import { answerVault } from './vault-ipc.ts';
import { createPush, onPageGone, openWindow, showWindow } from './window.ts';

registerScheme();
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // The id that the installer gives its shortcuts; notifications need both to agree.
  if (process.platform === 'win32') app.setAppUserModelId('io.github.gemini-coop');
  const log = openLogFile(app.getPath('logs'));
  setUpCrashes(log);
  const page = pageSource({ isPackaged: app.isPackaged, env: process.env });
  setUpNavigation(page.origin, log);
  const links = new DeepLinkQueue();
  let window: BrowserWindow | undefined;
  const show = () => window && showWindow(window);
  setUpDeepLinks(links, show);
  app.on('activate', show);
  app
    .whenReady()
    .then(() => {
      window = open({ page, links, log });
    })
    .catch((error: unknown) => {
      log.fatal({ err: error }, 'the app cannot start');
      dialog.showErrorBox(texts().cannotStart.title, texts().cannotStart.detail(app.getPath('logs')));
      app.exit(1);
    });
}

function open({ page, links, log }: { page: ReturnType<typeof pageSource>; links: DeepLinkQueue; log: Logger }) {
  setUpPermissions(session.defaultSession, page.origin);
  serveBundle();
  const settings = new SettingsFile(path.join(app.getPath('userData'), 'settings.json'), log);
  language.set(settings.current.language ?? bestLanguage(app.getPreferredSystemLanguages()));
  const secrets = openSecrets(log);
  const window = openWindow({ url: page.url, settings, log, hidden: startsHidden() });
  const show = () => showWindow(window);
  const push = createPush(window);
  const handle = createHandle({ ipcMain, pageOrigin: page.origin, log });

  const hosting = setUpHosting({
    handle,
    push,
    settings,
    geminiKey: secrets.geminiKey,
    log,
    onPageGone: (listener) => onPageGone(window, listener),
  });
  const host = hosting.state;
  const unread = new Signal(0);
  const openDataFolder = async () => {
    const failure = await shell.openPath(app.getPath('userData'));
    if (failure !== '') log.warn({ reason: failure }, 'the data folder could not be opened');
  };
  const diagnose = () => copyDiagnostics({ settings, host, protection: secrets.protection });
  const goTo = (place: Place) => {
    show();
    push('shell:go-to', place);
  };

  onPageGone(window, () => links.pageGone());
  answerVault(handle, secrets.page);
  answerSettings({ handle, settings, loginItem: createLoginItem() });
  answerShell({
    handle,
    unread,
    onReady: () => links.pageReady((target) => push('shell:join', target)),
    notify: createNotify({ window, settings, push }),
    setLanguage: (chosen) => {
      if (settings.current.language !== chosen) settings.change({ language: chosen });
      language.set(chosen);
    },
    openDataFolder,
    copyDiagnostics: diagnose,
  });

  setUpClosing({ window, host, settings, log });
  setUpQuitting(() => hosting.close(), log);
  setUpContextMenu(window);
  keepAwake(host);
  setUpBadge(window, unread);
  setUpTray({ host, unread, show, showParty: () => goTo('party'), stopHosting: () => void hosting.stop() });
  const checkForUpdates = setUpUpdates({ window, host, log });
  const actions = {
    goTo,
    openDataFolder: () => void openDataFolder(),
    copyDiagnostics: () => void diagnose(),
    showAbout: () => app.showAboutPanel(),
    checkForUpdates: checkForUpdates && (() => void checkForUpdates()),
  };
  language.watch(() => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, actions))));
  return window;
}
