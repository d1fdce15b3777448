import type * as Electron from 'electron';
import { record } from './calls.ts';
import { only } from './unsupported.ts';

export const shell = only('shell', {
  openExternal: async (url) => record('shell.openExternal', url),
  openPath: async (place) => {
    record('shell.openPath', place);
    return '';
  },
  showItemInFolder: (place) => record('shell.showItemInFolder', place),
  beep: () => record('shell.beep'),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>);
