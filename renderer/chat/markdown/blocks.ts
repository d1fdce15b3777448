import { Lexer } from 'marked';

const footnote = /^ {0,3}\[\^[^\]\n]+\]:/m;

/** Line ends as the lexer wants them; everything else works on this form. */
export const normalizeLines = (text: string) => text.replace(/\r\n?/g, '\n');

/** True while a `$$` formula is open at the end: it may hold blank lines, which would end any other block. */
function hasOpenFormula(block: string): boolean {
  if (!block.includes('$$')) return false;
  const prose = block.replace(/(`+)[\s\S]*?\1/g, '');
  return (prose.split('$$').length - 1) % 2 === 1;
}

/**
 * Cuts markdown into top-level blocks that can be parsed each on its own; joined they are the text again. A text that
 * grows at its end changes the last blocks only. Footnotes tie distant places together, so a text with any is one block.
 */
export function splitBlocks(source: string): string[] {
  const text = normalizeLines(source);
  if (text === '') return [];
  if (footnote.test(text)) return [text];
  const blocks: string[] = [];
  let length = 0;
  let open = false;
  // The block grammar alone: cutting needs no inline parsing.
  for (const token of new Lexer({ gfm: true }).blockTokens(text, [])) {
    const last = blocks.length - 1;
    if (last >= 0 && (open || token.type === 'space')) blocks[last] += token.raw;
    else blocks.push(token.raw);
    open = token.type !== 'code' && hasOpenFormula(blocks[blocks.length - 1] ?? '');
    length += token.raw.length;
  }
  // The lexer rewrites a few rare inputs (tabs after list markers); then nothing may be lost by cutting.
  return length === text.length && blocks.join('') === text ? blocks : [text];
}

const definition = /^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+.*$/gm;

/** The link definitions (`[a]: https://…`) of a text, which its other blocks may refer to. */
export function linkDefinitions(text: string): string {
  return text.includes(']:') ? (text.match(definition) ?? []).join('\n') : '';
}
