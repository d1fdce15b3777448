import type { Chromium } from './chromium.ts';

/** What the modules of the double share: how far the app's life has come, and its browser. */
interface Runtime {
  /** `starting` until `ready`; `quitting` while windows are asked; `gone` when nothing can stop it any more. */
  phase: 'starting' | 'ready' | 'quitting' | 'gone';
  appPath: string;
  chromium?: Chromium;
}

export const runtime: Runtime = { phase: 'starting', appPath: process.cwd() };

/** True once the app has emitted `ready`. */
export const isReady = (): boolean => runtime.phase !== 'starting' && runtime.chromium !== undefined;

/** @throws before the app is ready, with Electron's own sentence. */
export function readyChromium(complaint: string): Chromium {
  if (!isReady() || !runtime.chromium) throw new Error(complaint);
  return runtime.chromium;
}
