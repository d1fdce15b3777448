import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { createLimiter } from '../../../server/security/limiter.ts';

/** How many of so many acts in a row are let through. */
async function letThrough(factor: number, act: 'message' | 'turn' | 'frame', tries: number, ...keys: string[]) {
  const limiter = createLimiter(factor);
  let passed = 0;
  for (let turn = 0; turn < tries; turn++) {
    try {
      await limiter.consume(act, ...keys);
      passed++;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'rate_limited' && error.retryAfter)) throw error;
    }
  }
  return passed;
}

describe('limits', () => {
  test('[LIMIT1] a person never meets them, a loop does', async () => {
    expect(await letThrough(1, 'message', 40, 'user:1', 'address:a')).toBe(40);
    expect(await letThrough(1, 'message', 1000, 'user:1', 'address:a')).toBe(150);
    expect(await letThrough(1, 'turn', 1000, 'user:1', 'address:a')).toBe(30);
    expect(await letThrough(1, 'frame', 1000, 'user:1')).toBe(600);
  });

  test('[LIMIT1] the factor widens and narrows them, 0 switches them off', async () => {
    expect(await letThrough(2, 'message', 1000, 'user:1')).toBe(300);
    expect(await letThrough(0.1, 'message', 1000, 'user:1')).toBe(15);
    expect(await letThrough(0, 'message', 10_000, 'user:1')).toBe(10_000);
  });

  test('[LIMIT1] one person does not use up what others may do', async () => {
    const limiter = createLimiter(0.1);
    const send = (user: string) => limiter.consume('message', user, 'address:a');
    for (let turn = 0; turn < 15; turn++) await send('user:1');
    await expect(send('user:1')).rejects.toThrow('Try again in');
    await send('user:2');
  });

  test('[CLOCK4] are over after their time, also where the date was set back by years', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0) });
    try {
      const limiter = createLimiter(0.1);
      const send = () => limiter.consume('message', 'user:1');
      for (let turn = 0; turn < 15; turn++) await send();
      vi.setSystemTime(Date.UTC(2020, 0));
      await expect(send()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 10 });
      vi.advanceTimersByTime(10_000);
      await send();
    } finally {
      vi.useRealTimers();
    }
  });
});
