import { expect, test } from 'vitest';
import { suggestName } from '../../../renderer/screens/suggest-name.ts';
import { USERNAME_MAX } from '../../../server/protocol/limits.ts';
import { username } from '../../../server/protocol/users.ts';

test.each([
  ['ann', 'ann2'],
  ['ann2', 'ann3'],
  ['ann99', 'ann100'],
  ['7', '8'],
  ['日本', '日本2'],
])('[JOIN4] for %s it suggests %s', (taken, suggested) => {
  expect(suggestName(taken)).toBe(suggested);
});

test.each(['x'.repeat(USERNAME_MAX), '👩‍🚀'.repeat(13), `${'x'.repeat(USERNAME_MAX - 1)}9`])(
  '[JOIN4] what it suggests for %s is a username, and another one',
  (taken) => {
    expect(username.safeParse(suggestName(taken)).success).toBe(true);
    expect(suggestName(taken)).not.toBe(taken);
  },
);
