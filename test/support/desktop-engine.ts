import path from 'node:path';
import { findElectron, type FoundElectron } from '../../build/find-electron.ts';
import { root } from '../../build/root.ts';

/** What the desktop app runs in: Electron itself, or where there is none a double of it. */
export type DesktopEngine = ({ kind: 'electron' } & FoundElectron) | { kind: 'double'; program: string };

export function findDesktopEngine(): DesktopEngine {
  const found = findElectron();
  if (found) return { kind: 'electron', ...found };
  return { kind: 'double', program: path.join(root, 'test/support/electron-double/electron') };
}
