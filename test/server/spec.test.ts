import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const ids = (text: string) => text.match(/\[[A-Z]+\d+\]/g) ?? [];

const rules = readFileSync(path.join(root, 'server/SPEC.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('- ['))
  .map((line) => ids(line)[0] ?? line);

/** Ids in the names of tests; a mention in a comment shows nothing. */
const cited = new Set(
  readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|spec|contract)\.tsx?$/.test(file) && !file.endsWith('spec.test.ts'))
    .flatMap((file) => readFileSync(path.join(root, 'test', file), 'utf8').split('\n'))
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    .flatMap(ids),
);

test('every rule has an id of its own', () => {
  expect(rules.length).toBeGreaterThan(60);
  expect(rules.filter((rule, place) => rules.indexOf(rule) !== place)).toEqual([]);
});

test('every rule is shown by a test that cites it', () => {
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

test('no test cites a rule that does not exist', () => {
  expect([...cited].filter((id) => !rules.includes(id))).toEqual([]);
});
