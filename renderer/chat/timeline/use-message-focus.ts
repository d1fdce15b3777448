import { useEffect, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows.ts';

/** The row may take some frames to be laid out. */
const FRAMES_MAX = 30;

interface View {
  rows: readonly Row[];
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
}

const idAt = (row: Row | undefined): number | null => (row !== undefined && 'id' in row ? row.id : null);

/** The index of the next message from there; null where there is none. */
function nextMessage(rows: readonly Row[], from: number, step: 1 | -1): number | null {
  for (let index = from; index >= 0 && index < rows.length; index += step) {
    if (idAt(rows[index]) !== null) return index;
  }
  return null;
}

/** The last message that is wholly in view. */
function lastInView(view: HTMLElement): number | null {
  const { bottom } = view.getBoundingClientRect();
  const inView = [...view.querySelectorAll<HTMLElement>('[data-message]')]
    .filter((row) => row.getBoundingClientRect().bottom <= bottom + 1)
    .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const id = Number(inView.at(-1)?.dataset['message']);
  return Number.isNaN(id) ? null : id;
}

/** A message that is higher than the view is read to its end before the next one is gone to. */
function goesOn(row: HTMLElement, view: HTMLElement, key: string): boolean {
  const [inner, outer] = [row.getBoundingClientRect(), view.getBoundingClientRect()];
  if (inner.height <= outer.height) return false;
  return key === 'ArrowDown' ? inner.bottom > outer.bottom + 1 : inner.top < outer.top - 1;
}

/**
 * The keys that go from message to message. What is higher than the view is scrolled first.
 * @returns the id of the message that the Tab key leads to
 */
export function useMessageFocus({ rows, scroller, list }: View): number | null {
  const [current, setCurrent] = useState<number | null>(null);

  useEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    const listening = new AbortController();

    const goTo = (index: number | null) => {
      const id = idAt(rows[index ?? -1]);
      if (index === null || id === null) return;
      const meet = (tries: number) => {
        const row = view.querySelector<HTMLElement>(`[data-message="${id}"]`);
        if (row === null) {
          if (tries === 0) list.current?.scrollToIndex(index, { align: 'nearest' });
          if (tries < FRAMES_MAX) requestAnimationFrame(() => meet(tries + 1));
          return;
        }
        row.focus({ preventScroll: true });
        row.scrollIntoView({ block: 'nearest' });
      };
      meet(0);
    };
    const indexOf = (id: number | null) => rows.findIndex((row) => id !== null && idAt(row) === id);

    const move = (key: string, row: HTMLElement | null): boolean => {
      switch (key) {
        case 'Home':
          goTo(nextMessage(rows, 0, 1));
          return true;
        case 'End':
          goTo(nextMessage(rows, rows.length - 1, -1));
          return true;
        case 'ArrowUp':
        case 'ArrowDown': {
          if (row === null) {
            goTo(indexOf(lastInView(view)));
            return true;
          }
          if (goesOn(row, view, key)) return false;
          const step = key === 'ArrowUp' ? -1 : 1;
          goTo(nextMessage(rows, indexOf(Number(row.dataset['message'])) + step, step));
          return true;
        }
        default:
          return false;
      }
    };

    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const row = target.closest<HTMLElement>('[data-message]');
      if (target !== view && target !== row) {
        // Out of what a message holds, to the message.
        if (event.key !== 'Escape' || row === null) return;
        row.focus({ preventScroll: true });
      } else if (!move(event.key, row)) return;
      event.preventDefault();
    };
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-message]') : null;
      if (row !== null) setCurrent(Number(row.dataset['message']));
    };
    view.addEventListener('keydown', onKeyDown, { signal: listening.signal });
    view.addEventListener('focusin', onFocus, { signal: listening.signal });
    return () => listening.abort();
  }, [rows, scroller, list]);

  return current;
}
