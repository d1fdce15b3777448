import type { Rectangle } from 'electron';
import type { WindowState } from './settings.ts';

const DEFAULT_SIZE = { width: 1120, height: 760 };

/** So much of a window's top must be on a display for a person to get hold of it. */
const GRIP = { width: 120, height: 40 };

/**
 * Where the window opens: where it was, where that is still on a display, else in the middle of the first one.
 * @param workAreas of the displays that there are now, the primary one first
 */
export function fitWindow(saved: WindowState | null, workAreas: readonly Rectangle[]): Rectangle {
  const [primary = { x: 0, y: 0, ...DEFAULT_SIZE }] = workAreas;
  const area = saved && workAreas.find((candidate) => canBeGripped(saved, candidate));
  if (area) return { x: saved.x, y: saved.y, ...sizeWithin(area, saved) };
  const size = sizeWithin(primary, saved ?? DEFAULT_SIZE);
  return {
    x: primary.x + Math.round((primary.width - size.width) / 2),
    y: primary.y + Math.round((primary.height - size.height) / 2),
    ...size,
  };
}

function canBeGripped(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const isTopVisible = window.y >= area.y && window.y + GRIP.height <= area.y + area.height;
  return isTopVisible && width >= Math.min(GRIP.width, window.width);
}

function sizeWithin(area: Rectangle, { width, height }: { width: number; height: number }) {
  return { width: Math.min(width, area.width), height: Math.min(height, area.height) };
}
