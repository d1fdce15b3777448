import type * as Electron from 'electron';
import type { Menu } from './menu.ts';
import { emitterOf } from './unsupported.ts';

/** Icons beside the clock that are there, for tests to look at. */
export const trays = new Set<Tray>();

export class Tray
  extends emitterOf('Tray')
  implements
    Pick<Electron.Tray, 'setToolTip' | 'setImage' | 'setTitle' | 'getTitle' | 'destroy' | 'isDestroyed' | 'getBounds'>
{
  image: unknown;
  toolTip = '';
  menu: Menu | null = null;
  #title = '';

  constructor(image: unknown) {
    super();
    this.image = image;
    trays.add(this);
  }

  setImage = (image: unknown): void => void (this.image = image);
  setToolTip = (toolTip: string): void => void (this.toolTip = toolTip);
  setTitle = (title: string): void => void (this.#title = title);
  getTitle = (): string => this.#title;
  setContextMenu = (menu: Menu | null): void => void (this.menu = menu);
  popUpContextMenu = (menu = this.menu): void => menu?.popup();
  getBounds = (): Electron.Rectangle => ({ x: 0, y: 0, width: 16, height: 16 });
  destroy = (): void => void trays.delete(this);
  isDestroyed = (): boolean => !trays.has(this);
}
