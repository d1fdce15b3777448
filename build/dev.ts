import { ended, startTool } from './run.ts';

// `npm run dev`: the server restarts and the page reloads when their sources change. Open the address that Vite prints.
const children = [
  startTool('tsx/dist/cli.mjs', ['watch', 'server/main.ts', ...process.argv.slice(2)]),
  startTool('vite/bin/vite.js', []),
];
const stop = () => children.forEach((child) => child.kill('SIGTERM'));
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
await Promise.race(children.map(ended));
stop();
