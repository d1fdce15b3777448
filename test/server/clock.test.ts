import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../server/clock.ts';

const DAY = 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

test('the system clock tells the time and calls back once', () => {
  let calls = 0;
  systemClock.after(20, () => calls++);
  expect(systemClock.now()).toBe(1000);
  vi.advanceTimersByTime(19);
  expect(calls).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(1);
});

test('a wait longer than setTimeout can count lasts as long as it should, and can be cancelled on the way', () => {
  let calls = 0;
  systemClock.after(60 * DAY, () => calls++);
  const cancel = systemClock.after(60 * DAY, () => (calls += 100));
  vi.advanceTimersByTime(59 * DAY);
  expect(calls).toBe(0);
  cancel();
  vi.advanceTimersByTime(DAY);
  expect(calls).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
