/** What a figure is to be, on a machine that does nothing else: at most or at least this. */
export type Goal = { atMost: number } | { atLeast: number };

/** Goals of one part, by row and column; `*` is every row. */
export type Goals = Record<string, Record<string, Goal>>;

const atMost = (limit: number): Goal => ({ atMost: limit });

const atLeast = (limit: number): Goal => ({ atLeast: limit });

const goals: Record<string, Goals> = {
  'fan-out': {
    '50 members, 32 in flight: times better': { 'deliveries/s': atLeast(5) },
    '200 members, 32 in flight: times better': { 'deliveries/s': atLeast(7) },
    '500 members, 32 in flight: times better': { 'deliveries/s': atLeast(7) },
    '50 members, 32 in flight: server': { 'p99 ms': atMost(25) },
    '200 members, 32 in flight: server': { 'p99 ms': atMost(25) },
    '500 members, 32 in flight: server': { 'p99 ms': atMost(25) },
  },
  writes: {
    '1 sender': { 'writes/s': atLeast(2500) },
    '100 senders, one chat, 32 in flight each': { 'writes/s': atLeast(40_000) },
  },
  rooms: { '*': { 'p99 ms': atMost(5) } },
  stuck: { '*': { 'p99 times': atMost(1.2) } },
  history: {
    '*': { 'times the smallest': atMost(1.5) },
    '1,000,000 messages: newest page': { 'first use ms': atMost(1500), 'stall ms': atMost(50) },
  },
  // The first search of a chat has to read all of it, and may take its time, but nobody else's.
  search: { '*': { 'p95 ms': atMost(50), 'stall ms': atMost(10) } },
  start: { '*': { 'ready after ms': atMost(1000), 'RSS MB': atMost(250) } },
  logins: { '/health during 100 logins at once': { 'max ms': atMost(20) } },
  'chunk-delay': { '*': { 'p50 ms': atMost(2), 'p99 ms': atMost(10) } },
  renderer: {
    '*': {
      'first tenth p95 ms': atMost(8),
      'last tenth p95 ms': atMost(8),
      'longest frame ms': atMost(50),
      'key p95 ms': atMost(16),
    },
  },
  idle: { '*': { 'heap KiB each': atMost(8), 'RSS KiB each': atMost(8) } },
};

export function goalsOf(part: string): Goals {
  return goals[part] ?? {};
}

/** What one figure is to be; undefined where nothing is asked of it. */
export function goalOf(all: Goals, row: string, column: string): Goal | undefined {
  return all[row]?.[column] ?? all['*']?.[column];
}

/** In a word or two, for a reader of the table. */
export function judge(goal: Goal, value: number): string {
  if ('atMost' in goal) return `${value <= goal.atMost ? 'reached' : 'MISSED'} <= ${goal.atMost}`;
  return `${value >= goal.atLeast ? 'reached' : 'MISSED'} >= ${goal.atLeast}`;
}
