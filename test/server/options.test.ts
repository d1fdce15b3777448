import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { optionNames, options, secrets } from '../../server/options.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const example = readFileSync(path.join(root, '.env.example'), 'utf8');

const rows = readme
  .split('\n')
  .filter((line) => /^\| [` ].*`.*\|$/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

test('[RUN4] the README lists every option with its variable and what it is without one', () => {
  for (const name of optionNames) {
    const { env, preset = '' } = options[name];
    expect(rows).toContainEqual(['', `--${name}`, env, preset, expect.any(String), '']);
  }
  for (const name of Object.keys(secrets)) {
    expect(rows).toContainEqual(['', '', name, expect.any(String), expect.any(String), '']);
  }
});

test('[RUN4] .env.example explains every variable, with what it is without one', () => {
  for (const { env, preset } of Object.values(options)) {
    expect(example).toMatch(
      new RegExp(`^# .+\\n# ${env}=${preset === undefined || preset === '' ? '' : `${preset}$`}`, 'm'),
    );
  }
  for (const name of Object.keys(secrets)) expect(example).toContain(`\n# ${name}=`);
});
