import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** An Electron that can be started. */
export interface FoundElectron {
  /** Path of the program. */
  program: string;
  /** Such as `45.4.1`; undefined where the program does not have its `version` file beside it. */
  version?: string;
  /** For people: why this one. */
  reason: string;
}

/**
 * The Electron that `ELECTRON_BIN` names, else the one that the npm package has on disk; undefined where there is none.
 * It never requires the package `electron`, because that downloads the program at once.
 * @throws where `ELECTRON_BIN` names a file that does not exist.
 */
export function findElectron(): FoundElectron | undefined {
  const { ELECTRON_BIN } = process.env;
  if (ELECTRON_BIN) {
    if (!existsSync(ELECTRON_BIN)) throw new Error(`ELECTRON_BIN is set to ${ELECTRON_BIN}, which does not exist.`);
    return found(ELECTRON_BIN, path.dirname(ELECTRON_BIN), 'named by ELECTRON_BIN');
  }
  const home = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = path.join(home, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(home, 'dist');
  const program = path.join(folder, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? found(program, folder, 'installed with npm') : undefined;
}

function found(program: string, folder: string, reason: string): FoundElectron {
  const versionFile = path.join(folder, 'version');
  if (!existsSync(versionFile)) return { program, reason };
  return { program, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, ''), reason };
}
