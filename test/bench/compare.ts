import type { Figures } from './figures.ts';
import { formatNumber } from './table.ts';

/** What changes by less is taken for weather. */
const WORTH_TELLING = 0.2;

/** One line for every figure that is more than 20 % away from the one before; busy shares only explain the others. */
export function compare(before: Figures, after: Figures): string[] {
  return Object.entries(after).flatMap(([name, row]) =>
    Object.entries(row).flatMap(([column, value]) => {
      const former = before[name]?.[column];
      if (former === undefined || column.includes('%')) return [];
      const change = value / former - 1;
      if (Math.abs(change) <= WORTH_TELLING) return [];
      const percent = `${change > 0 ? '+' : ''}${Math.round(change * 100)} %`;
      return [`${name}, ${column}: ${formatNumber(former)} -> ${formatNumber(value)} (${percent})`];
    }),
  );
}
