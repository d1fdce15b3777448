import { expect, test } from 'vitest';
import { Expiries } from '../../../server/gateway/expiry.ts';
import { createFakeClock } from '../../support/clock.ts';

function expiries() {
  const clock = createFakeClock();
  const told: string[] = [];
  return { clock, told, watched: new Expiries<string>(clock, (name) => told.push(name)), now: clock.now() };
}

test('[WS3] each of many is told of at its own time, whatever their order, and only once', async () => {
  const { clock, told, watched, now } = expiries();
  for (const minutes of [7, 3, 5, 3]) watched.watch(`${minutes}`, now + minutes * 60_000);
  watched.watch('gone', now - 1);
  expect(told).toEqual([]);
  await clock.advance(0);
  expect(told).toEqual(['gone']);
  await clock.advance(3 * 60_000 - 1);
  expect(told).toEqual(['gone']);
  await clock.advance(1);
  expect(told).toEqual(['gone', '3']);
  await clock.advance(60 * 60_000);
  expect(told).toEqual(['gone', '3', '5', '7']);
});

test('[WS3] one timer serves all, and none is left when nobody is', async () => {
  const { clock, told, watched, now } = expiries();
  const names = Array.from({ length: 100 }, (_, i) => `${i}`);
  for (const name of names) watched.watch(name, now + 60_000 + Number(name));
  expect(clock.timers).toHaveLength(1);
  await clock.advance(60_000);
  for (const name of names) watched.forget(name);
  expect(clock.timers).toEqual([]);
  expect(told).toEqual(['0']);

  watched.watch('later', clock.now() + 1000);
  await clock.advance(1000);
  expect(told).toEqual(['0', 'later']);
});
