import { BUNDLE_ORIGIN } from './bundle.ts';

/** Where the page of the window comes from. */
export interface PageSource {
  /** `scheme://host`, with the port where there is one. */
  origin: string;
  /** What the window opens. */
  url: string;
}

/** Our own bundle. Only an app that runs from its sources may take the page of a development server instead. */
export function pageSource({ isPackaged, env }: { isPackaged: boolean; env: NodeJS.ProcessEnv }): PageSource {
  const devServer = isPackaged ? undefined : env['VITE_DEV_SERVER_URL'];
  if (!devServer) return { origin: BUNDLE_ORIGIN, url: `${BUNDLE_ORIGIN}/` };
  return { origin: new URL(devServer).origin, url: devServer };
}

/** The origin of a URL, also of our own scheme, for which `URL` has none; null where it is no URL. */
export function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
