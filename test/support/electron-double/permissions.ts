import type * as Electron from 'electron';
import type { Chromium } from './chromium.ts';
import { defaultSession } from './session.ts';
import { toBrowser } from './wire.ts';

type Permission = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>[1];

/** Electron's names, and Chromium's for the same. */
const names: [Permission, string][] = [
  ['notifications', 'notifications'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['idle-detection', 'idle-detection'],
  ['storage-access', 'storage-access'],
];

/**
 * Asks the app about every permission for a page that is about to be loaded, and tells the browser. What Electron asks
 * when a page wants something is asked here beforehand.
 * @param origin the page's, as the app knows it.
 */
export async function pushPermissions(
  chromium: Chromium,
  contents: Electron.WebContents,
  origin: string,
): Promise<void> {
  const settings = names.map(([electron, chrome]) => ({
    permission: { name: chrome },
    origin: toBrowser(origin),
    setting: isGranted(contents, electron, origin) ? ('granted' as const) : ('denied' as const),
  }));
  await Promise.all(settings.map((setting) => chromium.browser.send('Browser.setPermission', setting)));
}

function isGranted(contents: Electron.WebContents, permission: Permission, origin: string): boolean {
  const { permissionRequest, permissionCheck } = defaultSession;
  const details = { requestingUrl: `${origin}/`, isMainFrame: true, requestingOrigin: origin, securityOrigin: origin };
  // As in Electron, what nobody decides is allowed.
  if (permissionCheck && !permissionCheck(contents, permission, origin, details)) return false;
  if (!permissionRequest) return true;
  let answer = false;
  permissionRequest(contents, permission, (granted) => void (answer = granted), details);
  return answer;
}
