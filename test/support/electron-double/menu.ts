import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { record } from './calls.ts';
import { emitterOf } from './unsupported.ts';

type Template = Electron.MenuItemConstructorOptions;

/** What a role does when it is chosen; other roles are the desktop's own and only written down. */
const roles: Partial<Record<NonNullable<Template['role']>, (window: BrowserWindow | null) => void>> = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  reload: (window) => window?.reload(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  zoomIn: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + 0.5),
  zoomOut: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() - 0.5),
  resetZoom: (window) => window?.webContents.setZoomLevel(0),
};

export class MenuItem extends EventEmitter {
  readonly id: string | undefined;
  readonly role: Template['role'];
  readonly type: NonNullable<Template['type']>;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  label: string;
  sublabel: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Template['click'];

  constructor(options: Template) {
    super();
    this.id = options.id;
    this.role = options.role;
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.accelerator = options.accelerator ?? undefined;
    this.label = options.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(options.submenu)
      ? Menu.buildFromTemplate(options.submenu)
      : (options.submenu as unknown as Menu | undefined);
    this.#click = options.click;
  }

  /** Chooses it, as a person would. */
  click = (): void => {
    const window = BrowserWindow.getFocusedWindow();
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    if (this.#click) {
      this.#click(this as unknown as Electron.MenuItem, (window ?? undefined) as never, {});
    } else if (this.role) (roles[this.role] ?? (() => record('menu role', this.role)))(window);
  };
}

export class Menu extends emitterOf('Menu') {
  readonly items: MenuItem[] = [];
  static #application: Menu | null = null;

  static buildFromTemplate(template: (Template | Electron.MenuItem)[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item as Template));
    return menu;
  }
  static setApplicationMenu = (menu: Menu | null): void => void (Menu.#application = menu);
  static getApplicationMenu = (): Menu | null => Menu.#application;

  append = (item: MenuItem): void => void this.items.push(item);
  insert = (position: number, item: MenuItem): void => void this.items.splice(position, 0, item);
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(): void {
    record(
      'menu.popup',
      this.items.map(({ label }) => label),
    );
    this.emit('menu-will-show', {});
  }
  closePopup = (): void => void this.emit('menu-will-close', {});
}
