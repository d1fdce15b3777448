/** True in `npm run test:faults`, which takes its time; CI and `npm test` take the short way through the same tests. */
const isLong = import.meta.env.MODE === 'long';

/** How much of something a test does: a little in CI, all of it in the long run. */
export function scaled(short: number, long: number): number {
  return isLong ? long : short;
}

/**
 * Where a test's random numbers start: another place in each run, unless FAULT_SEED names one. To be printed where
 * the test fails, so that the run can be had again.
 */
export function seedOfRun(): number {
  const given = Number(process.env['FAULT_SEED'] ?? NaN);
  return Number.isSafeInteger(given) ? given : Math.floor(Math.random() * 2 ** 31);
}
