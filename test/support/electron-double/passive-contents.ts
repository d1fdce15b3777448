import type * as Electron from 'electron';
import { record } from './calls.ts';
import { emitterOf } from './unsupported.ts';

type Supported = Pick<
  Electron.WebContents,
  | 'zoomLevel'
  | 'getZoomLevel'
  | 'setZoomLevel'
  | 'zoomFactor'
  | 'getZoomFactor'
  | 'setZoomFactor'
  | 'setVisualZoomLevelLimits'
  | 'focus'
  | 'isFocused'
  | 'openDevTools'
  | 'closeDevTools'
  | 'toggleDevTools'
  | 'isDevToolsOpened'
  | 'replaceMisspelling'
>;

/** What web contents are told that changes nothing in the page: it is kept or written down. */
export class PassiveContents extends emitterOf('webContents') implements Supported {
  zoomLevel = 0;

  getZoomLevel = (): number => this.zoomLevel;
  setZoomLevel = (level: number): void => void (this.zoomLevel = level);
  /** A level is a step of 20 per cent. */
  get zoomFactor(): number {
    return 1.2 ** this.zoomLevel;
  }
  set zoomFactor(factor: number) {
    this.zoomLevel = Math.log(factor) / Math.log(1.2);
  }
  getZoomFactor = (): number => this.zoomFactor;
  setZoomFactor = (factor: number): void => void (this.zoomFactor = factor);
  setVisualZoomLevelLimits = async (): Promise<void> => record('webContents.setVisualZoomLevelLimits');
  focus = (): void => record('webContents.focus');
  isFocused = (): boolean => true;
  openDevTools = (): void => record('webContents.openDevTools');
  closeDevTools = (): void => record('webContents.closeDevTools');
  toggleDevTools = (): void => record('webContents.toggleDevTools');
  isDevToolsOpened = (): boolean => false;
  replaceMisspelling = (text: string): void => record('webContents.replaceMisspelling', text);
}
