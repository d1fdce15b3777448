import type { Session } from 'electron';
import { originOf } from './origin.ts';

/** What the page needs; everything else is refused. */
const granted: ReadonlySet<string> = new Set([
  'notifications',
  'clipboard-sanitized-write',
  // Chromium asks for these before a page may reach servers on the network.
  'local-network',
  'local-network-access',
  'loopback-network',
]);

/** Grants what the page needs to our own origin, and nothing to anybody else. */
export function setUpPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  pageOrigin: string,
): void {
  const isGranted = (permission: string, url: string) => granted.has(permission) && originOf(url) === pageOrigin;
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isGranted(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
}
