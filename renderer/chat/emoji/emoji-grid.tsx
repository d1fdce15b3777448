import {
  memo,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
  type SyntheticEvent,
} from 'react';
import { text } from '../../texts/text.ts';
import { around, layOut, ROW_HEIGHT, within } from './lay-out.ts';
import { readingKey } from '../../ui/reading-key.ts';
import { moved, type Cell, type Place, type Row, type Section } from './sections.ts';

interface GridRowProps {
  row: Row;
  top: number;
  /** The column that Tab leads to; -1 where it leads to another row. */
  active: number;
}

const GridRow = memo(function GridRow({ row, top, active }: GridRowProps) {
  return (
    <div role="row" aria-rowindex={row.index + 1} className="absolute inset-x-2 grid grid-cols-8" style={{ top }}>
      {row.cells.map(({ glyph, name }, column) => (
        <button
          key={glyph}
          type="button"
          role="gridcell"
          data-row={row.index}
          data-column={column}
          tabIndex={column === active ? 0 : -1}
          aria-label={name}
          className="flex h-10 items-center justify-center rounded-md font-emoji text-[1.375rem] leading-none outline-offset-[-2px] hover:bg-hover focus-visible:bg-hover"
        >
          {glyph}
        </button>
      ))}
    </div>
  );
});

/** What can be done with the grid from outside. */
export interface GridHandle {
  /** Puts the focus on its first emoji. */
  focusFirst: () => void;
  show: (sectionId: string) => void;
}

interface EmojiGridProps {
  ref: Ref<GridHandle>;
  sections: readonly Section[];
  onPick: (cell: Cell, more: boolean) => void;
  /** The pointer or the focus is on an emoji, or on none any more. */
  onLook: (cell: Cell | null) => void;
  /** The first section that is in sight has changed. */
  onSection: (sectionId: string) => void;
  /** An arrow leads out of it on top, or letters are typed: on with the search. */
  onLeave: () => void;
}

/**
 * Every emoji in rows, of which only those in sight exist. One emoji is reached with Tab; arrows lead on from it. Make a
 * new one (a `key`) for other sections: its place is none in them.
 */
export function EmojiGrid({ ref, sections, onPick, onLook, onSection, onLeave }: EmojiGridProps) {
  const view = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [range, setRange] = useState(() => around(0, 0));
  const toFocus = useRef(false);
  const { lines, titles, height } = useMemo(() => layOut(sections), [sections]);
  const rows = useMemo(() => lines.map(({ row }) => row), [lines]);

  const focusOn = (place: Place) => {
    toFocus.current = true;
    // A new object, so that it is looked for also where it is the old place.
    setActive({ ...place });
  };
  useLayoutEffect(() => {
    const { current } = view;
    if (!toFocus.current || current === null) return;
    toFocus.current = false;
    const top = lines[active.row]?.top ?? 0;
    const above = active.row === 0 ? top : 0;
    if (top < current.scrollTop) current.scrollTop = top - above;
    const below = top + ROW_HEIGHT - current.clientHeight;
    if (below > current.scrollTop) current.scrollTop = below;
    current
      .querySelector<HTMLElement>(`[data-row="${active.row}"][data-column="${active.column}"]`)
      ?.focus({ preventScroll: true });
  }, [active, lines]);
  useLayoutEffect(() => {
    if (view.current) setRange(around(view.current.scrollTop, view.current.clientHeight));
  }, []);
  useImperativeHandle(ref, () => ({
    focusFirst: () => focusOn({ row: 0, column: 0 }),
    show: (id) => view.current?.scrollTo({ top: titles.find((title) => title.id === id)?.top ?? 0 }),
  }));

  /** The emoji that an event is about. */
  const cellOf = ({ target }: SyntheticEvent): (Place & { cell: Cell }) | null => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    if (button === null) return null;
    const place = { row: Number(button.dataset.row), column: Number(button.dataset.column) };
    const cell = rows[place.row]?.cells[place.column];
    return cell === undefined ? null : { ...place, cell };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const from = cellOf(event);
    if (from === null || ctrlKey || metaKey || altKey) return;
    const to = moved(rows, from, readingKey(key));
    if (to !== null) {
      event.preventDefault();
      if (to === 'out') onLeave();
      else focusOn(to);
      // What is typed goes on in the search, this letter included.
    } else if (key === 'Backspace' || (key.length === 1 && key !== ' ')) onLeave();
  };
  const onScroll = () => {
    const { current } = view;
    if (current === null) return;
    const next = around(current.scrollTop, current.clientHeight);
    setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
    const top = titles.findLast((title) => title.top <= current.scrollTop + ROW_HEIGHT / 2);
    onSection(top?.id ?? sections[0]?.id ?? '');
  };

  return (
    <div
      ref={view}
      role="grid"
      aria-label={text('emoji.grid')}
      aria-rowcount={rows.length}
      tabIndex={-1}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const picked = cellOf(event);
        if (picked !== null) onPick(picked.cell, event.shiftKey);
      }}
      onFocus={(event) => {
        const focused = cellOf(event);
        if (focused === null) return;
        setActive((before) =>
          before.row === focused.row && before.column === focused.column
            ? before
            : { row: focused.row, column: focused.column },
        );
        onLook(focused.cell);
      }}
      onMouseOver={(event) => {
        const pointed = cellOf(event);
        if (pointed !== null) onLook(pointed.cell);
      }}
      onMouseLeave={() => onLook(null)}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none"
    >
      <div role="presentation" className="relative" style={{ height }}>
        {titles.filter(within(range)).map(({ id, title, top }) => (
          <p
            key={id}
            aria-hidden
            className="absolute inset-x-3 flex h-7 items-end pb-1 text-xs font-medium text-soft"
            style={{ top }}
          >
            {title}
          </p>
        ))}
        {lines
          .filter((line) => within(range)(line) || line.row.index === active.row)
          .map(({ row, top }) => (
            <GridRow key={row.index} row={row} top={top} active={row.index === active.row ? active.column : -1} />
          ))}
      </div>
    </div>
  );
}
