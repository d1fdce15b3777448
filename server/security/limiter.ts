import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../core/errors.ts';
import type { LimitedAct, Limiter } from '../core/ports/limiter.ts';

/** So many acts in so many seconds, per kind of key. Far above what a person does, far below what a loop does. */
const limits: Record<LimitedAct, Record<string, [points: number, seconds: number]>> = {
  register: { address: [200, 600] },
  login: { address: [300, 60], name: [30, 60] },
  prove: { address: [60, 60] },
  // A page renews once in some hours, and when it is opened.
  renew: { user: [60, 60], address: [300, 60] },
  // Who knows the password needs one try or two.
  password: { user: [10, 300], address: [100, 300] },
  reset: { address: [30, 300] },
  // A join code has 40 bits: at this rate one address finds one of a hundred in some 200 years.
  invite_shown: { address: [100, 60] },
  invite_made: { user: [30, 60] },
  // Somebody types, and a list follows.
  user_search: { user: [60, 10] },
  // A page asks for those whom it shows, together.
  profile: { user: [120, 60] },
  // Everybody with whom they share a chat is told each time.
  profile_change: { user: [30, 60] },
  // Everybody in the chat is told each time.
  membership: { user: [120, 60] },
  // Each look at what somebody types, and each page of what is found.
  search: { user: [60, 10] },
  // Each reads a whole chat.
  export: { user: [30, 60] },
  message: { user: [150, 10], address: [1500, 10] },
  change: { user: [150, 10] },
  turn: { user: [30, 60], address: [200, 60] },
  upload: { user: [100, 60], address: [1000, 60] },
  frame: { user: [600, 10] },
  // A page tells once a second, for each device.
  read: { user: [200, 10] },
  presence: { user: [60, 60] },
  webhook: { user: [60, 60] },
  // Each is a request to somebody else's server.
  webhook_try: { user: [20, 60] },
  // An address has 256 bits: nobody finds one by trying.
  hook_post: { hook: [60, 60], address: [240, 60] },
  // Scrapers come every few seconds.
  metrics: { address: [120, 60] },
};

/** A limiter whose limits can be moved while it counts. */
export interface MovableLimiter extends Limiter {
  /** @param factor multiplies every limit; 0 switches them off. What was counted stays counted. */
  setFactor(factor: number): void;
}

/** @param factor see `setFactor` */
export function createLimiter(factor: number): MovableLimiter {
  const limiters = new Map<string, RateLimiterMemory>();
  let current = factor;
  const pointsOf = (points: number) => Math.max(1, Math.round(points * current));
  for (const [act, byKind] of Object.entries(limits)) {
    for (const [kind, [points, duration]] of Object.entries(byKind)) {
      limiters.set(`${act} ${kind}`, new RateLimiterMemory({ points: pointsOf(points), duration }));
    }
  }
  return {
    setFactor(wanted) {
      current = wanted;
      for (const [act, byKind] of Object.entries(limits)) {
        for (const [kind, [points]] of Object.entries(byKind))
          limiters.get(`${act} ${kind}`)!.points = pointsOf(points);
      }
    },
    async consume(act, ...keys) {
      if (current === 0) return;
      for (const key of keys) {
        const kind = key.slice(0, key.indexOf(':'));
        const limiter = limiters.get(`${act} ${kind}`);
        try {
          await limiter?.consume(key);
        } catch (error) {
          if (!limiter || !(error instanceof RateLimiterRes)) throw error;
          // Counted from the date, which may have been set back; what is over is forgotten in time all the same.
          const retryAfter = Math.min(Math.max(1, Math.ceil(error.msBeforeNext / 1000)), limiter.duration);
          throw new AppError('rate_limited', `That was too much at once. Try again in ${retryAfter} s.`, {
            retryAfter,
          });
        }
      }
    },
  };
}
