import type { Figures } from './figures.ts';

/** Figures as aligned columns for a terminal. */
export function formatTable(figures: Figures): string {
  const columns = [...new Set(Object.values(figures).flatMap((row) => Object.keys(row)))];
  const lines = [
    ['', ...columns],
    ...Object.entries(figures).map(([name, row]) => [name, ...columns.map((column) => formatNumber(row[column]))]),
  ];
  const widths = ['', ...columns].map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n');
}

/** Three digits that count, thousands apart. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
