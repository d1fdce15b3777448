import type * as Electron from 'electron';
import { record } from './calls.ts';
import { preventable } from './preventable.ts';

interface Navigation {
  url: string;
  isMainFrame: boolean;
  isRedirect: boolean;
  /** The app itself has asked for it, and is not asked. */
  isOwn: boolean;
}

/** Emits the events of a navigation that is about to begin. @returns false where a listener prevented it. */
export function askToNavigate(
  contents: { mainFrame: Electron.WebFrameMain; emit: (event: string, ...args: unknown[]) => boolean },
  { url, isMainFrame, isRedirect, isOwn }: Navigation,
): boolean {
  const frame = contents.mainFrame;
  const details = preventable({ url, isMainFrame, isSameDocument: false, frame, initiator: null });
  if (isRedirect) contents.emit('will-redirect', details, url, false, isMainFrame);
  else if (!isOwn || !isMainFrame) {
    contents.emit('will-frame-navigate', details);
    if (isMainFrame && !details.defaultPrevented) contents.emit('will-navigate', details, url);
  }
  if (details.defaultPrevented) record('webContents navigation prevented', url);
  else if (!isRedirect) contents.emit('did-start-navigation', details);
  return !details.defaultPrevented;
}
