import type { Figures } from './figures.ts';
import { goalOf, judge, type Goals } from './goals.ts';

/** Figures as aligned columns for a terminal, each with what it is to be where there is a goal for it. */
export function formatTable(figures: Figures, goals: Goals): string {
  const columns = [...new Set(Object.values(figures).flatMap((row) => Object.keys(row)))];
  const cell = (name: string, column: string, value: number | undefined) => {
    const goal = value === undefined ? undefined : goalOf(goals, name, column);
    return goal === undefined ? formatNumber(value) : `${formatNumber(value)} (${judge(goal, value!)})`;
  };
  const lines = [
    ['', ...columns],
    ...Object.entries(figures).map(([name, row]) => [
      name,
      ...columns.map((column) => cell(name, column, row[column])),
    ]),
  ];
  const widths = ['', ...columns].map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) => line.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  '))
    .join('\n');
}

/** Three digits that count, thousands apart. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
