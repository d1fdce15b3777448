import { useEffect, useState, type RefObject } from 'react';

/** Pixels around what is in sight within which something counts as near. */
const MARGIN = 600;

/** True once the element has come near what is in sight of the timeline. `from` says that it need not wait for that. */
export function useNear(element: RefObject<Element | null>, from: boolean): boolean {
  const [near, setNear] = useState(from || typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const { current } = element;
    if (near || current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { root: current.closest('[role="log"]'), rootMargin: `${MARGIN}px` },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, near]);
  return near;
}
