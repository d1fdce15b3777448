const tableDelimiter = /^\s*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/m;

/** Tables up to this length are shown row by row. */
const SHORT = 1200;
/** Longer ones get their new rows once per this many characters: a table is always parsed as a whole. */
const STEP = 600;

/** The part of a growing block that is shown now: all of it, but for the newest rows of a long table. */
export function settle(block: string): string {
  if (block.length <= SHORT || !tableDelimiter.test(block.slice(0, SHORT))) return block;
  return block.slice(0, block.lastIndexOf('\n', block.length - (block.length % STEP)) + 1);
}
