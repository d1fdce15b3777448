import { expect, test } from 'vitest';
import { firstWay, waysInto } from '../../../renderer/screens/ways.ts';

const ways = waysInto({ registration: 'open', host: 'ann' });

test.each(['expired', 'signed_out', 'ended', 'password'] as const)(
  '[SESSION8] who still has an account is asked to sign in, not for another name (%s)',
  (reason) => expect(firstWay(ways, reason)).toBe('signIn'),
);

test.each([undefined, 'removed', 'deleted'] as const)('[SESSION8] who has none begins with a name (%s)', (reason) =>
  expect(firstWay(ways, reason)).toBe('name'),
);
