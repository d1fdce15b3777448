import type { Row, Section } from './sections.ts';

/** Pixels; the style of a row says the same. */
export const ROW_HEIGHT = 40;
const TITLE_HEIGHT = 28;
const END = 8;

/** Pixels that are drawn above and below what is in sight. */
const MARGIN = 4 * ROW_HEIGHT;

/** A part of the grid, in pixels from its top. */
interface Range {
  from: number;
  to: number;
}

interface Layout {
  titles: { id: string; title: string; top: number }[];
  lines: { row: Row; top: number }[];
  /** Of everything. */
  height: number;
}

/** Where each title and each row stands, in pixels from the top. */
export function layOut(sections: readonly Section[]): Layout {
  const layout: Layout = { titles: [], lines: [], height: 0 };
  for (const { id, title, rows } of sections) {
    layout.titles.push({ id, title, top: layout.height });
    layout.height += TITLE_HEIGHT;
    for (const row of rows) {
      layout.lines.push({ row, top: layout.height });
      layout.height += ROW_HEIGHT;
    }
  }
  layout.height += END;
  return layout;
}

/** What is to be drawn for a place of the scroll bar; it changes only every few rows. */
export function around(scrollTop: number, height: number): Range {
  const step = Math.floor(scrollTop / MARGIN) * MARGIN;
  return { from: step - MARGIN, to: step + Math.max(height, 10 * ROW_HEIGHT) + 2 * MARGIN };
}

/** Tells what is in that part. */
export const within =
  ({ from, to }: Range) =>
  ({ top }: { top: number }): boolean =>
    top >= from - ROW_HEIGHT && top <= to;
