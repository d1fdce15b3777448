/** Options with some of them set, or taken back where they are null. */
export function withOptions(
  options: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const all = Object.entries<string | null>({ ...options, ...change });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
