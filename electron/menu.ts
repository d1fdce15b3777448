import type { MenuItemConstructorOptions } from 'electron';
import type { Place } from './channels.ts';
import { texts } from './texts/texts.ts';

/** What the menu can do. */
export interface MenuActions {
  goTo: (place: Place) => void;
  openDataFolder: () => void;
  copyDiagnostics: () => void;
  showAbout: () => void;
  /** Left out where the app does not update itself. */
  checkForUpdates?: (() => void) | undefined;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of the app, as each system expects it: macOS has one of the app's own, the others spread it. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [appMenu(actions)] : []),
    fileMenu(isMac, actions),
    editMenu(isMac),
    viewMenu(),
    windowMenu(isMac),
    helpMenu(isMac, actions),
  ];
}

function appMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: texts().app,
    submenu: [
      { label: texts().menu.about, click: actions.showAbout },
      ...updates(actions),
      separator,
      settings(actions),
      separator,
      { role: 'services', label: texts().menu.services },
      separator,
      { role: 'hide', label: texts().menu.hide },
      { role: 'hideOthers', label: texts().menu.hideOthers },
      { role: 'unhide', label: texts().menu.unhide },
      separator,
      quit(),
    ],
  };
}

function fileMenu(isMac: boolean, { goTo, ...actions }: MenuActions): MenuItemConstructorOptions {
  return {
    label: texts().menu.file,
    submenu: [
      { id: 'new_chat', label: texts().menu.newChat, accelerator: 'CmdOrCtrl+N', click: () => goTo('new_chat') },
      separator,
      { id: 'party', label: texts().menu.party, accelerator: 'CmdOrCtrl+Shift+P', click: () => goTo('party') },
      { id: 'start', label: texts().menu.start, accelerator: 'CmdOrCtrl+Shift+H', click: () => goTo('start') },
      separator,
      ...(isMac
        ? [{ role: 'close', label: texts().menu.close } as const]
        : [settings({ goTo, ...actions }), separator, quit()]),
    ],
  };
}

/** What Electron makes of the role by itself is English. */
function editMenu(isMac: boolean): MenuItemConstructorOptions {
  const { menu } = texts();
  return {
    role: 'editMenu',
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo },
      { role: 'redo', label: menu.redo },
      separator,
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      { role: 'pasteAndMatchStyle', label: menu.pasteAsText, visible: isMac },
      { role: 'delete', label: menu.delete },
      { role: 'selectAll', label: menu.selectAll },
    ],
  };
}

function windowMenu(isMac: boolean): MenuItemConstructorOptions {
  const { menu } = texts();
  return {
    role: 'windowMenu',
    label: menu.window,
    submenu: [
      { role: 'minimize', label: menu.minimise },
      { role: 'zoom', label: menu.zoomWindow },
      ...(isMac
        ? ([separator, { role: 'front', label: menu.front }] as const)
        : ([{ role: 'close', label: menu.close }] as const)),
    ],
  };
}

function viewMenu(): MenuItemConstructorOptions {
  return {
    label: texts().menu.view,
    submenu: [
      { role: 'resetZoom', label: texts().menu.zoomReset },
      { role: 'zoomIn', label: texts().menu.zoomIn },
      // The same key without Shift, as people press it.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut', label: texts().menu.zoomOut },
      separator,
      { role: 'togglefullscreen', label: texts().menu.fullScreen },
      separator,
      { role: 'reload', label: texts().menu.reload },
      { role: 'toggleDevTools', label: texts().menu.devTools },
    ],
  };
}

function helpMenu(isMac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: texts().menu.help,
    submenu: [
      {
        id: 'shortcuts',
        label: texts().menu.shortcuts,
        accelerator: 'CmdOrCtrl+/',
        click: () => actions.goTo('shortcuts'),
      },
      separator,
      { id: 'data_folder', label: texts().menu.openDataFolder, click: actions.openDataFolder },
      { id: 'diagnostics', label: texts().menu.copyDiagnostics, click: actions.copyDiagnostics },
      ...(isMac ? [] : [separator, ...updates(actions), { label: texts().menu.about, click: actions.showAbout }]),
    ],
  };
}

function quit(): MenuItemConstructorOptions {
  return { id: 'quit', role: 'quit', label: texts().menu.quit };
}

function settings({ goTo }: Pick<MenuActions, 'goTo'>): MenuItemConstructorOptions {
  return { id: 'settings', label: texts().menu.settings, accelerator: 'CmdOrCtrl+,', click: () => goTo('settings') };
}

function updates({ checkForUpdates }: MenuActions): MenuItemConstructorOptions[] {
  return checkForUpdates ? [{ id: 'updates', label: texts().menu.checkForUpdates, click: checkForUpdates }] : [];
}
