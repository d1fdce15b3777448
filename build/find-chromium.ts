import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

/** A browser that the browser tests can drive. */
export interface FoundBrowser {
  /** Path of the program. */
  program: string;
  /** For people: why this one. */
  reason: string;
}

/** Where Chromium and its relatives usually are. */
function usualPlaces(): string[] {
  const { ProgramFiles, LOCALAPPDATA } = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA].flatMap((folder) =>
        folder === undefined
          ? []
          : [
              'Chromium/Application/chrome.exe',
              'Google/Chrome/Application/chrome.exe',
              'Microsoft/Edge/Application/msedge.exe',
            ].map((program) => path.join(folder, program)),
      );
    default:
      return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap(
        onPath,
      );
  }
}

function onPath(name: string): string[] {
  return (process.env.PATH ?? '/usr/bin').split(path.delimiter).map((folder) => path.join(folder, name));
}

/**
 * The browser that `CHROMIUM` names, else one that is installed, else the one that Playwright has downloaded; null where
 * there is none.
 * @throws where `CHROMIUM` names a file that does not exist.
 */
export function findChromium(): FoundBrowser | null {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (!existsSync(CHROMIUM)) throw new Error(`CHROMIUM is set to ${CHROMIUM}, which does not exist.`);
    return { program: CHROMIUM, reason: 'named by CHROMIUM' };
  }
  const installed = usualPlaces().find((place) => existsSync(place));
  if (installed !== undefined) return { program: installed, reason: 'installed on this machine' };
  const own = chromium.executablePath();
  return existsSync(own) ? { program: own, reason: "Playwright's own" } : null;
}

/**
 * The system's build of Chromium that can show no windows, which needs a third less of the processor to test pages; null
 * where there is none, or `CHROMIUM` names another browser.
 */
export function findHeadlessShell(): FoundBrowser | null {
  if (process.env.CHROMIUM || process.platform !== 'linux') return null;
  const program = onPath('chromium-headless-shell').find((place) => existsSync(place));
  return program === undefined ? null : { program, reason: 'installed on this machine' };
}
