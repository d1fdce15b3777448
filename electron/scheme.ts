import path from 'node:path';
import { protocol } from 'electron';
import { createBundle } from './bundle.ts';

/** The built renderer: the window's page, and what guests get in their browser. */
export const rendererDirectory = path.join(import.meta.dirname, '../renderer');

/** Makes `app:` a scheme like https. Must be called before the app is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

export function serveBundle(): void {
  protocol.handle('app', createBundle(rendererDirectory));
}
