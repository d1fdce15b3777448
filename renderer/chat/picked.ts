const separator = /[\s,;]/;

/** What was typed as names: separated by spaces, commas or semicolons, perhaps each with an `@`. */
export const namesIn = (people: string): string[] =>
  people
    .split(/[\s,;]+/)
    .map((name) => name.replace(/^@/, ''))
    .filter((name) => name !== '');

/** The names that are complete, as something stands behind them, and the one that is being typed. */
export function splitPicked(people: string): { names: string[]; typed: string } {
  let end = people.length;
  while (end > 0 && !separator.test(people[end - 1]!)) end--;
  return { names: namesIn(people.slice(0, end)), typed: people.slice(end) };
}

/** The same as one text. */
export const joinPicked = (names: readonly string[], typed: string): string =>
  [...names.map((name) => `${name} `), typed].join('');
