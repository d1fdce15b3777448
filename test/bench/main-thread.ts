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

const categories = ['toplevel', 'devtools.timeline', 'blink.user_timing'];
/** Events of script, style and layout: what comes behind them in a frame is painting. */
const toLayout = new Set(['FunctionCall', 'EventDispatch', 'RunMicrotasks', 'UpdateLayoutTree', 'Layout']);
const MARK = 'the page’s own clock';

/** What the main thread of a page did, in order. */
export interface Watched {
  /** Everything. */
  all: Task[];
  /** Script, style and layout only. */
  toLayout: Task[];
}

/** Watches the main thread of the page while `work` runs. */
export async function watchMainThread(browser: Browser, page: Page, work: () => Promise<void>): Promise<Watched> {
  await browser.startTracing(page, { categories, screenshots: false });
  const marked = await page.evaluate((name) => performance.mark(name).startTime, MARK);
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const own = traceEvents.find(({ name }) => name === MARK);
  if (own === undefined) throw new Error('the page is not in its own trace');
  const offset = own.ts / 1000 - marked;
  const events = traceEvents.filter(({ pid, tid, ph }) => pid === own.pid && tid === own.tid && ph === 'X');
  const tasksOf = (list: readonly TraceEvent[]) =>
    outermost(
      list.map(({ ts, dur = 0, tdur = 0 }) => {
        return { start: ts / 1000 - offset, end: (ts + dur) / 1000 - offset, cpu: tdur / 1000 };
      }),
    );
  return { all: tasksOf(events), toLayout: tasksOf(events.filter(({ name }) => toLayout.has(name))) };
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
