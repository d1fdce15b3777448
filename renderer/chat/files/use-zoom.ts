import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const ZOOM_MAX = 8;
const STEP = 1.5;

/** How large an image is in its window: 1 is the whole of it, fitted in. */
export interface Zoom {
  zoom: number;
  /** By so many steps, in or out. */
  step: (steps: number) => void;
  fit: () => void;
  /** Between the whole and its own pixels; the point of the window that was clicked stays where it is. */
  toggle: (own: number, at: { clientX: number; clientY: number }) => void;
}

const distance = ([a, b]: readonly { x: number; y: number }[]) =>
  a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);

/** Zooms what scrolls in an element, by steps, two fingers, or the wheel with Ctrl; starts anew for each `key`. */
export function useZoom(view: RefObject<HTMLElement | null>, key: unknown): Zoom {
  const [zoom, setZoom] = useState(1);
  /** What is to stay under this point of the window once the new size is there, as a part of the whole. */
  const kept = useRef<{ x: number; y: number; partX: number; partY: number } | null>(null);

  useLayoutEffect(() => setZoom(1), [key]);

  const change = (next: (zoom: number) => number, at?: { clientX: number; clientY: number }) => {
    const element = view.current;
    if (element === null) return;
    const box = element.getBoundingClientRect();
    const x = at === undefined ? box.width / 2 : at.clientX - box.left;
    const y = at === undefined ? box.height / 2 : at.clientY - box.top;
    const partX = (element.scrollLeft + x) / element.scrollWidth;
    const partY = (element.scrollTop + y) / element.scrollHeight;
    kept.current = { x, y, partX, partY };
    setZoom((current) => Math.min(ZOOM_MAX, Math.max(1, next(current))));
  };

  useLayoutEffect(() => {
    const element = view.current;
    if (element === null || kept.current === null) return;
    const { x, y, partX, partY } = kept.current;
    kept.current = null;
    element.scrollTo(partX * element.scrollWidth - x, partY * element.scrollHeight - y);
  }, [zoom, view]);

  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const listening = new AbortController();
    const { signal } = listening;
    const fingers = new Map<number, { x: number; y: number }>();
    const lift = ({ pointerId }: PointerEvent) => fingers.delete(pointerId);
    element.addEventListener(
      'pointerdown',
      ({ pointerId, pointerType, clientX: x, clientY: y }) => {
        if (pointerType === 'touch') fingers.set(pointerId, { x, y });
      },
      { signal },
    );
    element.addEventListener(
      'pointermove',
      ({ pointerId, clientX: x, clientY: y }) => {
        if (!fingers.has(pointerId)) return;
        const before = distance([...fingers.values()]);
        fingers.set(pointerId, { x, y });
        const [first, second] = [...fingers.values()];
        if (before === 0 || first === undefined || second === undefined) return;
        const ratio = distance([first, second]) / before;
        change((current) => current * ratio, { clientX: (first.x + second.x) / 2, clientY: (first.y + second.y) / 2 });
      },
      { signal },
    );
    for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
      element.addEventListener(end, lift, { signal });
    }
    element.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        change((current) => current * Math.exp(-event.deltaY / 200), event);
      },
      { signal, passive: false },
    );
    return () => listening.abort();
    // `change` reads the element and sets the state; nothing of a render is in it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [view]);

  return {
    zoom,
    step: (steps) => change((current) => current * STEP ** steps),
    fit: () => change(() => 1),
    toggle: (own, at) => change((current) => (current > 1 ? 1 : Math.max(2, own)), at),
  };
}
