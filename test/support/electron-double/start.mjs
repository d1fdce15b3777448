// Node makes these when they are first asked for. Playwright, which may look at them at any moment, would find and leave
// them half made.
void [performance, Request, Response];

// The double is TypeScript, the app under test is not: only the double's own modules go through tsx.
const { tsImport } = await import('tsx/esm/api');

/** @type {typeof import('./boot.ts')} */
const { boot } = await tsImport('./boot.ts', import.meta.url);
const { main, start } = boot();
await import(main);
await start();
