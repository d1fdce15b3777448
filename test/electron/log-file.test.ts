import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile, readLogTail } from '../../electron/log-file.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('[SHELL6] what is logged is in the file at once, for its owner only, and goes on after a restart', () => {
  const directory = path.join(temporaryDirectory(), 'logs');
  expect(readLogTail(path.dirname(directory), 5)).toEqual([]);
  openLogFile(directory).info({ port: 1 }, 'one');
  const log = openLogFile(directory);
  log.error({ err: new Error('broken') }, 'two');
  log.debug({}, 'too much');
  const lines = readLogTail(directory, 5).map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { level: 30, msg: 'one', port: 1 },
    { level: 50, msg: 'two', err: { message: 'broken' } },
  ]);
  expect(readLogTail(directory, 1)).toHaveLength(1);
  expect(statSync(path.join(directory, 'main.log')).mode & 0o077).toBe(0);
});

test('[SHELL6] what looks like a credential is not written', () => {
  const directory = temporaryDirectory();
  const log = openLogFile(directory);
  log.info({ token: 's3cret', key: 's3cret', invite: 's3cret', session: { password: 's3cret', text: 's3cret' } }, 'hi');
  expect(readFileSync(path.join(directory, 'main.log'), 'utf8')).not.toContain('s3cret');
});

test('[SHELL6] a start begins a new file where the last one is large, and keeps three older ones', () => {
  const directory = temporaryDirectory();
  const files = () => readdirSync(directory).toSorted();
  for (const age of ['a', 'b', 'c', 'd', 'e']) {
    openLogFile(directory);
    writeFileSync(path.join(directory, 'main.log'), age);
    truncateSync(path.join(directory, 'main.log'), 1_000_000);
  }
  openLogFile(directory).info({}, 'new');
  expect(files()).toEqual(['main.1.log', 'main.2.log', 'main.3.log', 'main.log']);
  const first = (name: string) => readFileSync(path.join(directory, name), 'utf8')[0];
  expect(files().map(first)).toEqual(['e', 'd', 'c', '{']);
  openLogFile(directory);
  expect(files().map(first)).toEqual(['e', 'd', 'c', '{']);
});
