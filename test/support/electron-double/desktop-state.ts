import type * as Electron from 'electron';
import { record } from './calls.ts';
import { emitterOf, only } from './unsupported.ts';

/** What Electron says about the machine and its desktop: here, a plain one on which nothing happens. */

class NativeTheme extends emitterOf('nativeTheme') {
  themeSource: Electron.NativeTheme['themeSource'] = 'system';
  shouldUseHighContrastColors = false;
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
}
export const nativeTheme = new NativeTheme();

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds: area, workArea: area, workAreaSize: area, size: area, scaleFactor: 1 };

class Screen extends emitterOf('screen') {
  getPrimaryDisplay = () => display;
  getAllDisplays = () => [display];
  getDisplayMatching = () => display;
  getDisplayNearestPoint = () => display;
}
export const screen = new Screen();

class PowerMonitor extends emitterOf('powerMonitor') {
  isOnBatteryPower = () => false;
}
/** A test emits `suspend`, `resume` and the like. */
export const powerMonitor = new PowerMonitor();

const blockers = new Set<number>();
let lastBlocker = 0;

export const powerSaveBlocker = only('powerSaveBlocker', {
  start(type) {
    record('powerSaveBlocker.start', type);
    lastBlocker += 1;
    blockers.add(lastBlocker);
    return lastBlocker;
  },
  stop(id) {
    record('powerSaveBlocker.stop', id);
    return blockers.delete(id);
  },
  isStarted: (id) => blockers.has(id),
} satisfies Electron.PowerSaveBlocker);

let clipboardText = '';

export const clipboard = only('clipboard', {
  readText: async () => clipboardText,
  writeText: async (text) => void (clipboardText = text),
  clear: () => void (clipboardText = ''),
} satisfies Pick<Electron.Clipboard, 'readText' | 'writeText' | 'clear'>);

export const crashReporter = only('crashReporter', {
  start: (options) => record('crashReporter.start', options),
  getUploadedReports: () => [],
} satisfies Pick<Electron.CrashReporter, 'start' | 'getUploadedReports'>);

/** The one of macOS and Windows, which no test uses: updates are checked with electron-updater. */
class AutoUpdater extends emitterOf('autoUpdater') {}
export const autoUpdater = new AutoUpdater();
