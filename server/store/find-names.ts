/** Names as people sort them: `user2` before `user10`. */
const collator = new Intl.Collator('en', { numeric: true });

/**
 * The first `limit` of those whose folded name starts with `wanted`, then of those that hold it elsewhere; each in the
 * order of their names.
 */
export function findNames<Found>(
  named: Iterable<readonly [foldedName: string, Found]>,
  wanted: string,
  limit: number,
): Found[] {
  const places = [...named].flatMap(([name, found]) => {
    const at = name.indexOf(wanted);
    return at === -1 ? [] : [{ name, found, isStart: at === 0 }];
  });
  return places
    .toSorted((a, b) => Number(b.isStart) - Number(a.isStart) || collator.compare(a.name, b.name))
    .slice(0, limit)
    .map(({ found }) => found);
}
