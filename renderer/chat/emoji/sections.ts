import { text } from '../../texts/text.ts';
import { categories, emojiOf, findEmojis, type Emoji } from './catalogue.ts';
import { withTone, type Tone } from './tone.ts';

/** How many stand side by side. */
export const COLUMNS = 8;
/** More than this many are not looked through: another letter finds it. */
const FOUND_MAX = 96;

/** What is in one place of the grid. */
export interface Cell {
  /** As it is shown and picked, skin tone included. */
  glyph: string;
  name: string;
  /** By which it is completed while typing. */
  shortcode: string;
}

export interface Row {
  /** Its place among all rows. */
  index: number;
  cells: readonly Cell[];
}

export interface Section {
  id: string;
  title: string;
  rows: readonly Row[];
}

const cellOf = (entry: Emoji, tone: Tone): Cell => ({
  glyph: entry.hasTones ? withTone(entry.emoji, tone) : entry.emoji,
  name: entry.name,
  shortcode: entry.words[0] ?? '',
});

/** The grid for a query, or all of it: what was picked lately, then category by category. */
export function sectionsOf(query: string, recent: readonly string[], tone: Tone): Section[] {
  let index = 0;
  const section = (id: string, title: string, cells: readonly Cell[]): Section => {
    const rows: Row[] = [];
    for (let at = 0; at < cells.length; at += COLUMNS)
      rows.push({ index: index++, cells: cells.slice(at, at + COLUMNS) });
    return { id, title, rows };
  };
  if (query.trim() !== '') {
    const cells = findEmojis(query, FOUND_MAX).map((entry) => cellOf(entry, tone));
    return cells.length === 0 ? [] : [section('found', text('emoji.found', { count: cells.length }), cells)];
  }
  const known = recent.flatMap((glyph) => {
    const entry = emojiOf(glyph);
    return entry === undefined ? [] : [{ ...cellOf(entry, 0), glyph }];
  });
  return [
    ...(known.length === 0 ? [] : [section('recent', text('emoji.recent'), known)]),
    ...categories.map(({ slug, emojis }) =>
      section(
        slug,
        text(`emoji.${slug}`),
        emojis.map((entry) => cellOf(entry, tone)),
      ),
    ),
  ];
}

/** A place in the grid, its row counted through all sections. */
export type Place = { row: number; column: number };

/** The place that a key leads to: `out` where that is above the first row; null for a key that moves nothing. */
export function moved(rows: readonly Row[], { row, column }: Place, key: string): Place | 'out' | null {
  const at = (next: number, wanted: number): Place => {
    const to = Math.max(0, Math.min(next, rows.length - 1));
    return { row: to, column: Math.max(0, Math.min(wanted, (rows[to]?.cells.length ?? 1) - 1)) };
  };
  const last = (rows[row]?.cells.length ?? 1) - 1;
  switch (key) {
    case 'ArrowRight':
      return column < last ? at(row, column + 1) : row < rows.length - 1 ? at(row + 1, 0) : at(row, last);
    case 'ArrowLeft':
      return column > 0 ? at(row, column - 1) : row > 0 ? at(row - 1, COLUMNS) : at(0, 0);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowUp':
      return row === 0 ? 'out' : at(row - 1, column);
    case 'Home':
      return at(row, 0);
    case 'End':
      return at(row, last);
    case 'PageDown':
      return at(row + 5, column);
    case 'PageUp':
      return at(row - 5, column);
    default:
      return null;
  }
}
