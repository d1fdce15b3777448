/** Blocks up to this length (UTF-16 code units) are parsed anew with every chunk. */
const SHORT = 2000;
/** Longer ones, whenever they have grown by about this part of their length. */
const PART = 1 / 10;

/**
 * The part of a growing block that is shown now: all of it, but for the end of a long one. What parsing it takes then
 * grows with the text, not with the number of chunks times the text.
 */
export function settle(block: string): string {
  if (block.length <= SHORT) return block;
  const step = 2 ** Math.floor(Math.log2(block.length * PART));
  const end = block.length - (block.length % step);
  const line = block.lastIndexOf('\n', end - 1) + 1;
  return block.slice(0, end - line < step ? line : end);
}
