import type { MenuItemConstructorOptions } from 'electron';
import type { Place } from './channels.ts';
import { texts } from './texts.ts';

/** What the menu can do. */
export interface MenuActions {
  goTo: (place: Place) => void;
  openDataFolder: () => void;
  copyDiagnostics: () => void;
  showAbout: () => void;
  /** Left out where the app does not update itself. */
  checkForUpdates?: (() => void) | undefined;
}

const { menu } = texts;
const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of the app, as each system expects it: macOS has one of the app's own, the others spread it. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [appMenu(actions)] : []),
    fileMenu(isMac, actions),
    { role: 'editMenu', label: menu.edit },
    viewMenu(),
    { role: 'windowMenu', label: menu.window },
    helpMenu(isMac, actions),
  ];
}

function appMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: texts.app,
    submenu: [
      { label: menu.about, click: actions.showAbout },
      ...updates(actions),
      separator,
      settings(actions),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { id: 'quit', role: 'quit' },
    ],
  };
}

function fileMenu(isMac: boolean, { goTo, ...actions }: MenuActions): MenuItemConstructorOptions {
  return {
    label: menu.file,
    submenu: [
      { id: 'new_chat', label: menu.newChat, accelerator: 'CmdOrCtrl+N', click: () => goTo('new_chat') },
      separator,
      { id: 'party', label: menu.party, accelerator: 'CmdOrCtrl+Shift+P', click: () => goTo('party') },
      { id: 'start', label: menu.start, accelerator: 'CmdOrCtrl+Shift+H', click: () => goTo('start') },
      separator,
      ...(isMac
        ? [{ role: 'close' } as const]
        : [settings({ goTo, ...actions }), separator, { id: 'quit', role: 'quit' } as const]),
    ],
  };
}

function viewMenu(): MenuItemConstructorOptions {
  return {
    label: menu.view,
    submenu: [
      { role: 'resetZoom', label: menu.zoomReset },
      { role: 'zoomIn', label: menu.zoomIn },
      // The same key without Shift, as people press it.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut', label: menu.zoomOut },
      separator,
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
}

function helpMenu(isMac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: menu.help,
    submenu: [
      { id: 'shortcuts', label: menu.shortcuts, accelerator: 'CmdOrCtrl+/', click: () => actions.goTo('shortcuts') },
      separator,
      { id: 'data_folder', label: menu.openDataFolder, click: actions.openDataFolder },
      { id: 'diagnostics', label: menu.copyDiagnostics, click: actions.copyDiagnostics },
      ...(isMac ? [] : [separator, ...updates(actions), { label: menu.about, click: actions.showAbout }]),
    ],
  };
}

function settings({ goTo }: Pick<MenuActions, 'goTo'>): MenuItemConstructorOptions {
  return { id: 'settings', label: menu.settings, accelerator: 'CmdOrCtrl+,', click: () => goTo('settings') };
}

function updates({ checkForUpdates }: MenuActions): MenuItemConstructorOptions[] {
  return checkForUpdates ? [{ id: 'updates', label: menu.checkForUpdates, click: checkForUpdates }] : [];
}
