/**
 * Chromium without Electron knows no schemes of an app's own. What the app calls `app://bundle/` is
 * `http://bundle.app.localhost/` there: also a secure context, and also an origin of its own.
 */
const schemes = new Set<string>();

export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** Patterns of the addresses behind which the app itself answers. */
export const ownPatterns = (): string[] => [...schemes].map((scheme) => `http://*.${scheme}.localhost/*`);

/** An address or origin of the app as the browser has it; any other stays. */
export function toBrowser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#\s;]*)/i, (whole, scheme: string, host: string) =>
    schemes.has(scheme) ? `http://${host}.${scheme}.localhost` : whole,
  );
}

/** An address or origin of the browser as the app has it; any other stays. */
export function toApp(url: string): string {
  return url.replace(/^http:\/\/([^/?#:]*)\.([a-z][a-z0-9+.-]*)\.localhost(?=[/?#]|$)/i, (whole, host, scheme) =>
    schemes.has(scheme as string) ? `${String(scheme)}://${String(host)}` : whole,
  );
}

/** A content security policy that names the app's own addresses, as the browser has them. */
export function policyToBrowser(policy: string): string {
  return policy.replace(/[^\s;]+/g, (source) => {
    const scheme = source.slice(0, -1);
    return source.endsWith(':') && schemes.has(scheme) ? `http://*.${scheme}.localhost` : toBrowser(source);
  });
}
