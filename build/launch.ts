import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.ts';
import { root } from './root.ts';

// `npm run serve`, and `npm start` where there is no desktop app: builds what is missing, then is the server, with the same options.
try {
  await ensureBuilt();
  await import(pathToFileURL(path.join(root, 'dist/server/main.js')).href);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
