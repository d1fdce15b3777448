import { fitWithin } from '../../images/fit.ts';

/** Pixels of an image that stands alone. */
const WIDTH_MAX = 400;
const HEIGHT_MAX = 320;
const SIDE_MIN = 56;
/** Where nobody knows how large it is. */
const UNKNOWN = { width: 240, height: 180 };

/** The place of an image that stands alone: its own shape, at most 320 pixels high, and never larger than it is. */
export function placeOf(width: number | undefined, height: number | undefined): { width: number; height: number } {
  if (width === undefined || height === undefined) return UNKNOWN;
  const byWidth = fitWithin(width, height, width >= height ? WIDTH_MAX : (WIDTH_MAX * height) / width);
  const scale = Math.min(1, HEIGHT_MAX / byWidth.height);
  return {
    width: Math.max(SIDE_MIN, Math.round(byWidth.width * scale)),
    height: Math.max(SIDE_MIN, Math.round(byWidth.height * scale)),
  };
}

/** How many images of several stand beside each other: the whole grid stays about as high as one alone. */
export function columnsOf(count: number): 2 | 3 | 4 {
  if (count <= 2 || count === 4) return 2;
  return count <= 6 ? 3 : 4;
}
