import { readFileSync } from 'node:fs';
import path from 'node:path';

const spec = path.resolve(import.meta.dirname, '../../server/SPEC.md');

/** A table of the specification: what each row is called, and its cells by the names of their columns. */
export interface SpecTable {
  columns: string[];
  rows: { name: string; cells: Record<string, string> }[];
}

/** The first table under a heading, without the marks of Markdown. */
export function readSpecTable(heading: string): SpecTable {
  const [, section = ''] = readFileSync(spec, 'utf8').split(`\n## ${heading}\n`);
  const [head, , ...lines] = section
    .split('\n## ', 1)[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf);
  const [, ...columns] = head ?? [];
  const rows = lines.map(([name = '', ...cells]) => ({
    name,
    cells: Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ''])),
  }));
  return { columns, rows };
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.replaceAll('`', '').trim());
}
