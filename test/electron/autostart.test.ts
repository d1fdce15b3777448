import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AutostartEntry } from '../../electron/autostart-entry.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('[SHELL12] a Linux desktop starts the app at login, hidden, until that is switched off', () => {
  const home = temporaryDirectory();
  const entry = new AutostartEntry(home, '/opt/Gemini Coop/gemini-coop');
  expect(entry.isOn).toBe(false);
  entry.set(true, ['--hidden']);
  entry.set(true, ['--hidden']);
  expect(new AutostartEntry(home, '/elsewhere').isOn).toBe(true);
  const lines = readFileSync(path.join(home, 'autostart/gemini-coop.desktop'), 'utf8').split('\n');
  expect(lines[0]).toBe('[Desktop Entry]');
  expect(lines).toContain('Exec="/opt/Gemini Coop/gemini-coop" "--hidden"');
  entry.set(false, ['--hidden']);
  entry.set(false, ['--hidden']);
  expect(entry.isOn).toBe(false);
});

test('[SHELL12] a name with signs that mean something there is still the name', () => {
  const home = temporaryDirectory();
  new AutostartEntry(home, '/a "b" $c `d` \\e 100%').set(true, []);
  expect(readFileSync(path.join(home, 'autostart/gemini-coop.desktop'), 'utf8')).toContain(
    String.raw`Exec="/a \\"b\\" \\$c \\${'`'}d\\${'`'} \\\\e 100%%"`,
  );
});
