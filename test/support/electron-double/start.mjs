// The double is TypeScript, the app under test is not: only the double's own modules go through tsx.
import { tsImport } from 'tsx/esm/api';

/** @type {typeof import('./boot.ts')} */
const { boot } = await tsImport('./boot.ts', import.meta.url);
const { main, start } = boot();
await import(main);
await start();
