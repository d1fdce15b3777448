// Loaded before a measured process's own code, so that the process itself is the one that people run.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @type {ReturnType<typeof monitorEventLoopDelay> | undefined} */
let delays;

/** What can be asked, each answered with one number or one object. @type {Record<string, () => unknown>} */
const answers = {
  /** Microseconds of processor time used so far, of all threads. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Bytes. */
  memory: () => {
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heap: heapUsed + external };
  },
  /** Leaves in memory only what is needed. */
  collect: () => {
    setFlagsFromString('--expose-gc');
    /** @type {NodeJS.GCFunction} */
    const gc = runInNewContext('gc');
    for (let i = 0; i < 3; i++) gc();
    return true;
  },
  /** The longest time, in milliseconds, for which nothing else could be done since this was asked last. */
  stall: () => {
    const longest = delays === undefined ? 0 : delays.max / 1e6;
    if (delays === undefined) {
      delays = monitorEventLoopDelay({ resolution: 1 });
      delays.enable();
    }
    delays.reset();
    return longest;
  },
};

process.on('message', (question) => process.send?.(answers[String(question)]?.()));
// Also a bench that was killed leaves nothing behind.
process.on('disconnect', () => process.exit());
