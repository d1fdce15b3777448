import { Lexer, type Token, type Tokens } from 'marked';
import { isWhole } from './close-open.ts';

/** A top-level part of a text that is parsed on its own; one that may get long comes in pieces that are so again. */
export interface Block {
  kind: 'markdown' | 'code' | 'paragraph' | 'table';
  /** What each piece needs before it to be understood: the fence of code, the head of a table; else empty. */
  lead: string;
  /** At least one. The lead and the pieces, joined, are the source. */
  pieces: readonly string[];
  /** Where it is a list: with numbers or without. */
  list: 'ol' | 'ul' | null;
  /** Goes on with the list of the block before it. */
  continues: boolean;
  /** The link definition that it is; empty where it is none. */
  definition: string;
}

/** The size (UTF-16 code units) from which on a piece ends where it can. */
const PIECE = 1000;
/** A piece that has found no good end ends at any, or no more stays together, from this size on. */
const PIECE_MAX = 3 * PIECE;
/** A piece of a list has at most so many items, one of a table so many rows. */
const ITEMS = 5;

/** Line ends as the lexer wants them; everything else works on this form. */
export const normalizeLines = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

export const sourceOf = ({ lead, pieces }: Block): string => lead + pieces.join('');

/** The first lines of the text, `count` of them; all of it where there are no more. */
function firstLines(text: string, count: number): string {
  let end = -1;
  for (let line = 0; line < count; line++) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text;
  }
  return text.slice(0, end + 1);
}

/** Cuts lines into pieces; each ends once it has so many lines or is so long. */
function cutLines(text: string, lines: number, size: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  let count = 0;
  for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1) {
    count++;
    if (count < lines && end - start < size) continue;
    pieces.push(text.slice(start, end));
    start = end;
    count = 0;
  }
  return start < text.length || pieces.length === 0 ? [...pieces, text.slice(start)] : pieces;
}

/** A space before a letter, or the seam between two characters of a script that has no spaces. */
const seam =
  /(?<=[^\s\\]) (?=\p{L})|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/** Cuts a paragraph where nothing is open that the text behind could close. The space at a seam ends its piece. */
function cutParagraph(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let tried = PIECE;
  while (text.length - start > tried) {
    seam.lastIndex = start + tried;
    const found = seam.exec(text);
    if (found === null) break;
    const end = found.index + found[0].length;
    if (end - start > PIECE_MAX || isWhole(text.slice(start, end))) {
      pieces.push(text.slice(start, end));
      start = end;
      tried = PIECE;
    } else tried = end - start + PIECE / 5;
  }
  return [...pieces, text.slice(start)];
}

const isList = (token: Token): token is Tokens.List => token.type === 'list';

/** Cuts a list between items; where it has numbers, only where they go on as they would be counted. */
function cutList({ items, ordered, start, raw }: Tokens.List): string[] {
  const pieces: string[] = [];
  let piece = '';
  let count = 0;
  for (const [index, item] of items.entries()) {
    const fits = ordered ? Number.parseInt(item.raw, 10) === Number(start) + index : /^[-*+]/.test(item.raw);
    if (fits && (count >= ITEMS || piece.length >= PIECE)) {
      pieces.push(piece);
      piece = '';
      count = 0;
    }
    piece += item.raw;
    count++;
  }
  return completed([...pieces, piece], raw) ?? [raw];
}

/** The parts, with the white space at the end that the lexer dropped; null where it dropped anything else. */
function completed(parts: readonly string[], whole: string): string[] | null {
  const joined = parts.join('');
  const last = parts.at(-1);
  const rest = whole.slice(joined.length);
  if (last === undefined || !whole.startsWith(joined) || rest.trim() !== '') return null;
  return rest === '' ? [...parts] : [...parts.slice(0, -1), last + rest];
}

const plain = { lead: '', list: null, continues: false, definition: '' } as const;

/** A fence that begins its line, whose language means nothing but itself. */
const simpleFence = /^(?:`{3,}[^`\\&\n]*|~{3,}[^\\&\n]*)(?:\n|$)/;

function blocksOf(token: Token): Block[] {
  const { raw } = token;
  if (isList(token)) {
    const list = token.ordered ? 'ol' : 'ul';
    return cutList(token).map((piece, index) => {
      return { ...plain, kind: 'markdown', pieces: [piece], list, continues: index > 0 };
    });
  }
  if (token.type === 'code' && simpleFence.test(raw)) {
    const lead = firstLines(raw, 1);
    return [{ ...plain, kind: 'code', lead, pieces: cutLines(raw.slice(lead.length), Infinity, PIECE) }];
  }
  if (token.type === 'table') {
    const lead = firstLines(raw, 2);
    return [{ ...plain, kind: 'table', lead, pieces: cutLines(raw.slice(lead.length), ITEMS, PIECE) }];
  }
  if (token.type === 'paragraph') return [{ ...plain, kind: 'paragraph', pieces: cutParagraph(raw) }];
  return [{ ...plain, kind: 'markdown', pieces: [raw], definition: token.type === 'def' ? raw.trim() : '' }];
}

/** True while a `$$` formula is open at the end: it may hold blank lines, which would end any other block. */
function hasOpenFormula(block: Block): boolean {
  if (block.kind === 'code') return false;
  // Whatever ends a piece of a long block has closed what was open.
  const source = block.pieces.at(-1) ?? '';
  if (!source.includes('$$') || source.length > PIECE_MAX) return false;
  const prose = source.replace(/(`+)[\s\S]*?\1/g, '');
  return (prose.split('$$').length - 1) % 2 === 1;
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';

/** Blanks at the very end, which the lexer does not keep as they are. */
function trailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1])) end--;
  return text.slice(end);
}

const withMore = (block: Block, more: string): Block => {
  return { ...block, pieces: [...block.pieces.slice(0, -1), (block.pieces.at(-1) ?? '') + more] };
};

/** Cuts a text with normalized lines into its blocks; joined they are the text again. */
export function cutBlocks(text: string): Block[] {
  if (text === '') return [];
  const blanks = trailingBlanks(text);
  const blocks: Block[] = [];
  let open = false;
  // The block grammar alone: cutting needs no inline parsing.
  for (const token of new Lexer({ gfm: true }).blockTokens(text.slice(0, text.length - blanks.length), [])) {
    const last = blocks.at(-1);
    if (last !== undefined && token.type === 'space') blocks[blocks.length - 1] = withMore(last, token.raw);
    else if (last !== undefined && open) {
      blocks[blocks.length - 1] = { ...plain, kind: 'markdown', pieces: [sourceOf(last) + token.raw] };
    } else blocks.push(...blocksOf(token));
    open = hasOpenFormula(blocks.at(-1)!);
  }
  const last = blocks.at(-1);
  if (last !== undefined && blanks !== '') blocks[blocks.length - 1] = withMore(last, blanks);
  // Nothing may be lost by cutting.
  return blocks.map(sourceOf).join('') === text ? blocks : [{ ...plain, kind: 'markdown', pieces: [text] }];
}

export const oneBlock = (text: string): Block => ({ ...plain, kind: 'markdown', pieces: [text] });
