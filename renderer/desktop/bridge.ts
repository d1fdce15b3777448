import type { Bridge } from '../../electron/bridge.ts';

declare global {
  interface Window {
    /** Exists in the desktop app only. */
    coop?: Bridge;
  }
}

/** The desktop around this page; undefined in a browser. */
export const desktopBridge = (): Bridge | undefined => window.coop;

/** The desktop, for what is shown on it only. */
export function coop(): Bridge {
  if (window.coop === undefined) throw new Error('this page is not shown by the desktop app');
  return window.coop;
}
