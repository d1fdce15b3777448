import { setImmediate as turn } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { inTurn } from '../../../server/http/in-turn.ts';

test('[FAIR1] requests that come together are handled in their order, each in a turn of the event loop of its own', async () => {
  const handler = inTurn();
  const ask = (next: () => void) => void handler({} as Request, {} as Response, next);
  const handled: string[] = [];
  for (const name of ['a', 'b', 'c']) ask(() => handled.push(name));
  expect(handled).toEqual([]);
  const turns: string[] = [];
  for (let i = 0; i < 4; i++) {
    await turn();
    turns.push(handled.join(''));
  }
  expect(turns).toEqual(['a', 'ab', 'abc', 'abc']);

  ask(() => handled.push('d'));
  await turn();
  expect(handled.join('')).toBe('abcd');
});
