import { cutBlocks, normalizeLines, oneBlock, sourceOf, type Block } from './blocks.ts';

/** A text and what it was cut into. */
export interface Split {
  /** With normalized lines. */
  text: string;
  blocks: readonly Block[];
  /** Footnotes tie distant places together: a text with any is one block. */
  footnotes: boolean;
}

export const nothingSplit: Split = { text: '', blocks: [], footnotes: false };

const footnote = /^ {0,3}\[\^[^\]\n]+\]:/m;

const withFootnotes = (text: string): Split => ({ text, blocks: [oneBlock(text)], footnotes: true });

/**
 * How many blocks at the end a longer text may change: the last line may turn out to belong to the block before the one
 * that it seemed to begin.
 */
const UNSETTLED = 3;

const lengthOf = ({ lead, pieces }: Block) => pieces.reduce((sum, piece) => sum + piece.length, lead.length);

/** The blocks of `text`, the first of which was `block` in a shorter text; of its pieces only the last is cut again. */
function resume(block: Block, text: string): Block[] {
  const kept = block.pieces.slice(0, -1);
  const tail = text.slice(lengthOf({ ...block, pieces: kept }));
  const [first, ...others] = kept.length === 0 ? cutBlocks(text) : cutBlocks(block.lead + tail);
  if (first === undefined) return [];
  const { kind, lead, list } = first;
  // The text behind has made something else of the whole block, as an underline makes a heading of a paragraph.
  if (kept.length > 0 && (kind !== block.kind || lead !== block.lead)) return cutBlocks(text);
  return [
    { ...first, pieces: [...kept, ...first.pieces], continues: block.continues && list === block.list },
    ...others,
  ];
}

/** Cuts a text; where it only goes on from where `before` ended, only its end. The result is the same either way. */
export function split(source: string, before: Split): Split {
  const text = normalizeLines(source);
  if (text === before.text) return before;
  const goesOn = text.startsWith(before.text);
  if (goesOn && before.footnotes) return withFootnotes(text);
  const unsettled = goesOn ? before.blocks.slice(-UNSETTLED) : [];
  const settled = goesOn ? before.blocks.slice(0, -UNSETTLED) : [];
  const start = goesOn ? before.text.length - unsettled.reduce((sum, block) => sum + lengthOf(block), 0) : 0;
  const end = text.slice(start);
  const blocks = unsettled[0] === undefined ? cutBlocks(end) : resume(unsettled[0], end);
  if (blocks.some((block) => block.kind !== 'code' && footnote.test(sourceOf(block)))) return withFootnotes(text);
  return { text, blocks: [...settled, ...blocks], footnotes: false };
}
