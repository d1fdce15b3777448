import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { follow, initialFollow, NEAR_END, type Follow, type FollowEvent } from './follow.ts';

const backwards = new Set(['ArrowUp', 'PageUp', 'Home']);

interface Following extends Follow {
  /** Goes to the newest entry and stays there. */
  takeUp: () => void;
  /** Follows the newest entry where that is in sight. */
  takeUpAtEnd: () => void;
  /** Stays where it is, whatever comes. */
  letGo: () => void;
  /** Tells that entries were added at the end. */
  arrived: (count: number) => void;
  /** The view has moved away from the end so far that a way back should be offered. */
  away: boolean;
}

const FAR = 240;

/** Pixels that stand below what is seen. */
export const belowSight = (view: HTMLElement) => view.scrollHeight - view.clientHeight - view.scrollTop;

const toEnd = (view: HTMLElement) => view.scrollTo({ top: view.scrollHeight, behavior: 'instant' });

/**
 * Connects the rules of `follow.ts` with a scrolling element and the content inside it.
 * @param hasEnd false: newer entries exist that are not in it, so that there is no end to follow.
 */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  hasEnd: boolean,
): Following {
  const initial = { ...initialFollow, following: hasEnd };
  const [state, setState] = useState(initial);
  const [away, setAway] = useState(false);
  // Beside the state, because what arrives before the next render must already obey it.
  const current = useRef(initial);
  const canFollow = useRef(hasEnd);
  useLayoutEffect(() => {
    canFollow.current = hasEnd;
  }, [hasEnd]);
  const apply = useCallback((event: FollowEvent) => {
    current.current = follow(current.current, event);
    setState(current.current);
  }, []);

  useEffect(() => {
    const view = scroller.current;
    const inner = content.current;
    if (view === null || inner === null) return;
    const listening = new AbortController();
    const options = { signal: listening.signal, passive: true };
    const letGo = () => {
      if (view.scrollHeight <= view.clientHeight) return;
      apply({ kind: 'let_go' });
    };
    let last = view.scrollTop;
    let touchedAt = 0;
    let onScrollbar = false;
    const distance = () => belowSight(view);

    view.addEventListener(
      'scroll',
      () => {
        const down = view.scrollTop > last;
        if (onScrollbar && view.scrollTop < last) letGo();
        last = view.scrollTop;
        if (canFollow.current) apply({ kind: 'scrolled', distance: distance(), down });
        setAway(distance() > FAR);
      },
      options,
    );
    view.addEventListener('wheel', (event) => event.deltaY < 0 && letGo(), options);
    view.addEventListener('touchstart', (event) => (touchedAt = event.touches[0]?.clientY ?? 0), options);
    view.addEventListener('touchmove', (event) => (event.touches[0]?.clientY ?? 0) > touchedAt + 4 && letGo(), options);
    view.addEventListener('keydown', (event) => backwards.has(event.key) && letGo(), options);
    // The keyboard has moved to something further up, and the browser has brought it into sight.
    view.addEventListener('focusin', () => distance() > NEAR_END && letGo(), options);
    view.addEventListener(
      'pointerdown',
      (event) => (onScrollbar = event.target === view && event.offsetX >= view.clientWidth),
      options,
    );
    window.addEventListener('pointerup', () => (onScrollbar = false), options);
    document.addEventListener(
      'selectionchange',
      () => {
        const selection = document.getSelection();
        if (selection && !selection.isCollapsed && view.contains(selection.anchorNode)) letGo();
      },
      options,
    );

    // Whatever changes a height (a chunk, a picture of a formula, the window) keeps a following view at the end.
    const observer = new ResizeObserver(() => {
      if (current.current.following) toEnd(view);
      setAway(distance() > FAR);
    });
    observer.observe(inner);
    observer.observe(view);
    return () => {
      listening.abort();
      observer.disconnect();
    };
  }, [scroller, content, apply]);

  const takeUp = () => {
    apply({ kind: 'take_up' });
    if (scroller.current) toEnd(scroller.current);
  };
  const takeUpAtEnd = () => {
    if (canFollow.current && scroller.current && belowSight(scroller.current) <= NEAR_END) takeUp();
  };

  return {
    ...state,
    away,
    takeUp,
    takeUpAtEnd,
    letGo: () => apply({ kind: 'let_go' }),
    arrived: (count) => apply({ kind: 'arrived', count }),
  };
}
