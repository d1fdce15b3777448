import { availableParallelism } from 'node:os';
import { truncates } from 'bcryptjs';
import { Piscina } from 'piscina';
import { AppError } from '../core/errors.ts';
import type { Passwords } from '../core/ports/security.ts';

/**
 * Password hashing with bcrypt in worker threads: a hash takes a tenth of a second, which the event loop cannot spare.
 * @param cost bcrypt's cost, 10 to 12; each step doubles the time.
 */
export function createPasswords(cost: number): Passwords {
  let pool: Piscina | undefined;
  let closed = false;
  // At the first password: a thread takes time and memory that a start has no need of.
  const run = async (task: Record<string, unknown>, name: 'hash' | 'compare'): Promise<unknown> => {
    if (closed) throw new AppError('not_ready');
    pool ??= startPool();
    return pool.run(task, { name });
  };
  const hash = async (password: string): Promise<string> => {
    // The wire schema refuses such passwords; here it is a bug that would weaken them silently.
    if (truncates(password)) throw new RangeError('bcrypt ignores what is behind 72 bytes');
    return (await run({ password, cost }, 'hash')) as string;
  };
  let decoy: Promise<string> | undefined;
  return {
    hash,
    async verify(password, expected) {
      if (truncates(password)) return false;
      const against = expected ?? (await (decoy ??= hash('nobody has this')));
      const matches = (await run({ password, hash: against }, 'compare')) as boolean;
      return matches && expected !== undefined && expected !== null;
    },
    async close() {
      closed = true;
      await pool?.destroy();
    },
  };
}

function startPool(): Piscina {
  return new Piscina({
    filename: new URL('./password-worker.js', import.meta.url).href,
    minThreads: 1,
    // One processor stays free for everybody who is already in.
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: 60_000,
  });
}
