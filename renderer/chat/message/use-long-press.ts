import { useEffect, useRef, type MouseEvent, type PointerEvent, type TouchEvent } from 'react';

const PRESS_MS = 450;
/** A finger that moves further than this (px) scrolls. */
const STILL = 10;

/** Tells of a finger that stays where it is. What the browser would do then is left out. */
export function useLongPress(onLongPress: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const isTouch = useRef(false);
  const hasFired = useRef(false);
  const end = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  const fire = () => {
    hasFired.current = true;
    onLongPress();
  };
  useEffect(() => end, []);
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y, target }: PointerEvent) => {
      isTouch.current = pointerType === 'touch';
      hasFired.current = false;
      // Links and buttons have long presses of their own.
      if (!isTouch.current || (target instanceof Element && target.closest('a, button, input') !== null)) return;
      end();
      press.current = { x, y, timer: setTimeout(fire, PRESS_MS) };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = press.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > STILL) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onTouchEnd: (event: TouchEvent) => {
      // A click would follow, and close what has just come up.
      if (hasFired.current) event.preventDefault();
    },
    onContextMenu: (event: MouseEvent) => {
      if (isTouch.current && event.target instanceof Element && event.target.closest('a') === null)
        event.preventDefault();
    },
  };
}
