import { useEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { focusRow } from './focus-row.ts';
import type { Row } from './rows.ts';

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

const rowAround = (at: EventTarget | null) =>
  at instanceof Element ? at.closest<HTMLElement>('[data-message]') : null;

/**
 * The keys that go from message to message. What is higher than the view is scrolled first.
 * @returns the ids of the message that the Tab key leads to, and of the one that has the focus, on itself or within
 */
export function useMessageFocus({ rows, scroller, list }: View): { current: number | null; focused: number | null } {
  const [current, setCurrent] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const giveUp = useRef<() => void>(() => undefined);

  useEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    const listening = new AbortController();

    const goTo = (index: number | null) => {
      const id = idAt(rows[index ?? -1]);
      if (index === null || id === null) return;
      if (view.querySelector(`[data-message="${id}"]`) === null)
        list.current?.scrollToIndex(index, { align: 'nearest' });
      giveUp.current();
      giveUp.current = focusRow(view, id, (row) => row?.scrollIntoView({ block: 'nearest' }));
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
      const row = rowAround(target);
      if (target !== view && target !== row) {
        // Out of what a message holds, to the message.
        if (event.key !== 'Escape' || row === null) return;
        row.focus({ preventScroll: true });
      } else if (!move(event.key, row)) return;
      event.preventDefault();
    };
    const onFocusIn = ({ target }: FocusEvent) => {
      const row = rowAround(target);
      setFocused(row && Number(row.dataset['message']));
      if (row !== null) setCurrent(Number(row.dataset['message']));
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      // A window that somebody leaves for another keeps its focus for when they are back.
      if (rowAround(relatedTarget) === null && rowAround(document.activeElement) === null) setFocused(null);
    };
    view.addEventListener('keydown', onKeyDown, { signal: listening.signal });
    view.addEventListener('focusin', onFocusIn, { signal: listening.signal });
    view.addEventListener('focusout', onFocusOut, { signal: listening.signal });
    return () => listening.abort();
  }, [rows, scroller, list]);

  return { current, focused };
}
