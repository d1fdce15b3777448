import { expect, test } from 'vitest';
import { fitWindow } from '../../electron/window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const screenAbove = { x: -200, y: -1080, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 900, height = 600) => ({ x, y, width, height, maximised: false });

test('[SHELL4] a first window is in the middle of the first display, and no larger', () => {
  expect(fitWindow(null, [laptop, screenAbove])).toEqual({ x: 160, y: 83, width: 1120, height: 760 });
  expect(fitWindow(null, [{ x: 10, y: 0, width: 800, height: 500 }])).toEqual({ x: 10, y: 0, width: 800, height: 500 });
  expect(fitWindow(null, [])).toEqual({ x: 0, y: 0, width: 1120, height: 760 });
});

test.each([
  ['the first display', at(100, 100)],
  ['another display', at(-150, -1000)],
  ['partly out of sight', at(1300, 800)],
  ['reaching over the left edge', at(-750, 300)],
])('[SHELL4] the window opens where it was: %s', (_name, saved) => {
  const { maximised: _, ...bounds } = saved;
  expect(fitWindow(saved, [laptop, screenAbove])).toEqual(bounds);
});

test.each([
  ['a display that is gone', at(-150, -1000)],
  ['right of everything', at(1400, 100)],
  ['below everything', at(100, 880)],
  ['with its title above the display', at(100, 0)],
])('[SHELL4] a window that nobody could get hold of opens in the middle: %s', (_name, saved) => {
  expect(fitWindow(saved, [laptop])).toEqual({ x: 270, y: 163, width: 900, height: 600 });
});

test('[SHELL4] a window from a larger display fits into the one that it is on now', () => {
  expect(fitWindow(at(0, 25, 3000, 2000), [laptop])).toEqual(laptop);
});
