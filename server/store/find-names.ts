/** Names as people sort them: `user2` before `user10`. */
const collator = new Intl.Collator('en', { numeric: true });

/**
 * The first `limit` of those of whose folded names one starts with `wanted`, then of those of whose one holds it elsewhere;
 * each in the order of their first names.
 */
export function findNames<Found>(
  named: Iterable<readonly [foldedNames: readonly [string, ...string[]], Found]>,
  wanted: string,
  limit: number,
): Found[] {
  const fitting = [...named].flatMap(([names, found]) => {
    const places = names.map((name) => name.indexOf(wanted)).filter((at) => at !== -1);
    return places.length === 0 ? [] : [{ name: names[0], found, isStart: places.includes(0) }];
  });
  return fitting
    .toSorted((a, b) => Number(b.isStart) - Number(a.isStart) || collator.compare(a.name, b.name))
    .slice(0, limit)
    .map(({ found }) => found);
}
