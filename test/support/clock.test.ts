import { expect, test } from 'vitest';
import { createFakeClock } from './clock.ts';

test('time stands still until it is moved', async () => {
  const clock = createFakeClock(1000);
  let fired = false;
  clock.after(10, () => (fired = true));
  await clock.settle();
  expect([clock.now(), fired]).toEqual([1000, false]);
  await clock.advance(9);
  expect([clock.now(), fired]).toEqual([1009, false]);
  await clock.advance(1);
  expect([clock.now(), fired]).toEqual([1010, true]);
});

test('timers run in the order of their time, equal ones in the order in which they were set, each at its own time', async () => {
  const clock = createFakeClock(0);
  const order: string[] = [];
  for (const [name, ms] of [
    ['late', 30],
    ['first', 10],
    ['second', 10],
    ['now', 0],
  ] as const) {
    clock.after(ms, () => order.push(`${name} ${clock.now()}`));
  }
  await clock.advance(100);
  expect(order).toEqual(['now 0', 'first 10', 'second 10', 'late 30']);
  expect(clock.now()).toBe(100);
});

test('promise callbacks, however deep, are done before the next timer, and timers they set run in the same advance', async () => {
  const clock = createFakeClock(0);
  const order: string[] = [];
  const deep = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
    order.push(`deep ${clock.now()}`);
    clock.after(5, () => order.push(`chained ${clock.now()}`));
  };
  clock.after(10, () => void deep());
  clock.after(11, () => order.push(`next ${clock.now()}`));
  await clock.advance(20);
  expect(order).toEqual(['deep 10', 'next 11', 'chained 15']);
});

test('a cancelled timer never runs and is not listed', async () => {
  const clock = createFakeClock(0);
  let fired = 0;
  const cancel = clock.after(10, () => fired++);
  clock.after(20, () => fired++);
  expect(clock.timers).toEqual([10, 20]);
  cancel();
  await clock.advance(5);
  expect(clock.timers).toEqual([15]);
  await clock.advance(95);
  expect(fired).toBe(1);
  expect(clock.timers).toEqual([]);
});

test('a repeating timer runs once per interval, and what a timer throws is not lost', async () => {
  const clock = createFakeClock(0);
  let beats = 0;
  const beat = (): void => {
    if (++beats === 3) throw new Error('third beat');
    clock.after(10, beat);
  };
  clock.after(10, beat);
  await expect(clock.advance(100)).rejects.toThrow('third beat');
  expect([beats, clock.now()]).toEqual([3, 30]);
});

test('scheduled waits for a timer of exactly that length', async () => {
  const clock = createFakeClock(0);
  const order: string[] = [];
  const waiting = clock.scheduled(20).then(() => order.push('seen'));
  clock.after(10, () => order.push('ten'));
  await clock.settle();
  expect(order).toEqual([]);
  clock.after(20, () => order.push('twenty'));
  await waiting;
  await clock.scheduled(10);
  expect(order).toEqual(['seen']);
});
