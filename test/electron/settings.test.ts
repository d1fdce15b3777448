import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SettingsFile } from '../../electron/settings.ts';
import { createRecordedLog } from '../support/records.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

function setUp() {
  const file = path.join(temporaryDirectory(), 'settings.json');
  const log = createRecordedLog();
  return { file, log, open: () => new SettingsFile(file, log) };
}

const window = { x: 1, y: -2, width: 800, height: 600, maximised: true };

test('[SHELL3] settings are there again after a restart, and what nobody set is as usual', () => {
  const { file, log, open } = setUp();
  expect(open().current).toEqual({ notifications: true, closeWhileHosting: 'ask', language: null, window: null });
  expect(existsSync(file)).toBe(false);
  open().change({ window });
  open().change({ closeWhileHosting: 'tray' });
  expect(open().current).toEqual({ notifications: true, closeWhileHosting: 'tray', language: null, window });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readdirSync(path.dirname(file))).toEqual(['settings.json']);
  expect(log.entries).toEqual([]);
});

test.each(['', '{"notifications":', '\0\0\0\0'])(
  '[SHELL3] a broken file (%j) is set aside and costs no start',
  (content) => {
    const { file, log, open } = setUp();
    writeFileSync(file, content);
    const settings = open();
    expect(settings.current.notifications).toBe(true);
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe(content);
    expect(log.entries.map(({ level }) => level)).toEqual(['error']);
    settings.change({ notifications: false });
    expect(open().current.notifications).toBe(false);
  },
);

test.each([
  ['null', {}],
  ['[]', {}],
  ['7', {}],
  ['{"notifications":"yes","closeWhileHosting":"tray"}', { closeWhileHosting: 'tray' }],
  ['{"language":"xx","notifications":false}', { notifications: false }],
  ['{"window":{"x":1},"notifications":false}', { notifications: false }],
  ['{"window":{"x":1e99,"y":0,"width":1,"height":1,"maximised":true}}', {}],
  ['{"window":{"x":0,"y":0,"width":0,"height":1,"maximised":true}}', {}],
])('[SHELL3] what is wrong in %s costs only itself', (content, left) => {
  const { file, open } = setUp();
  writeFileSync(file, content);
  expect(open().current).toEqual({
    notifications: true,
    closeWhileHosting: 'ask',
    language: null,
    window: null,
    ...left,
  });
});

test('[SHELL3] a change that cannot be stored counts until the app is quit, and is in the log', () => {
  const { file, log, open } = setUp();
  const settings = open();
  // A directory where the file should be refuses also who may do everything.
  mkdirSync(path.join(file, 'in-the-way'), { recursive: true });
  settings.change({ notifications: false });
  expect(settings.current.notifications).toBe(false);
  expect(log.entries.at(-1)).toMatchObject({ level: 'error', message: 'the settings could not be stored' });
});
