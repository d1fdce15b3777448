import type { Browser, Page } from 'playwright';

/** One task of the page's main thread; times in milliseconds, on the page's clock. */
export interface Task {
  start: number;
  end: number;
  /** Processor time, which others on the machine cannot lengthen. */
  cpu: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  tdur?: number;
}

const categories = ['toplevel', 'blink.user_timing'];
const MARK = 'the page’s own clock';

/** Everything that the main thread of the page did while `work` ran, in order. */
export async function watchMainThread(browser: Browser, page: Page, work: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories, screenshots: false });
  const marked = await page.evaluate((name) => performance.mark(name).startTime, MARK);
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const own = traceEvents.find(({ name }) => name === MARK);
  if (own === undefined) throw new Error('the page is not in its own trace');
  const offset = own.ts / 1000 - marked;
  const tasks = traceEvents
    .filter(({ pid, tid, ph }) => pid === own.pid && tid === own.tid && ph === 'X')
    .map(({ ts, dur = 0, tdur = 0 }) => {
      return { start: ts / 1000 - offset, end: (ts + dur) / 1000 - offset, cpu: tdur / 1000 };
    });
  return outermost(tasks);
}

/** Tasks may run within tasks: only the outer ones count. */
function outermost(tasks: readonly Task[]): Task[] {
  const outer: Task[] = [];
  for (const task of tasks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (task.start >= (outer.at(-1)?.end ?? -Infinity)) outer.push(task);
  }
  return outer;
}

/** What was done from each of these times to the next one, in milliseconds of processor time. */
export function workBetween(tasks: readonly Task[], times: readonly number[]): number[] {
  let next = tasks.findIndex(({ end }) => end > (times[0] ?? Infinity));
  return times.slice(1).map((until) => {
    let cpu = 0;
    for (let task = tasks[next]; task !== undefined && task.end <= until; task = tasks[++next]) cpu += task.cpu;
    return cpu;
  });
}
