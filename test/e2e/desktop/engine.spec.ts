import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { expect, test } from './stage.ts';

/** Whether anybody listens on this port of this machine. */
const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

test('the program leaves no browser behind, not even where it is killed', async ({ desktop }) => {
  const { desktop: program } = await desktop();
  // Chromium writes there on which port it can be driven.
  const file = readdirSync(program.userData, { recursive: true, encoding: 'utf8' }).find(
    (name) => path.basename(name) === 'DevToolsActivePort',
  );
  const port = Number(readFileSync(path.join(program.userData, file!), 'utf8').split('\n')[0]);
  expect(await isOpen(port)).toBe(true);
  program.app.process().kill('SIGKILL');
  await program.ended;
  await expect.poll(() => isOpen(port)).toBe(false);
});
