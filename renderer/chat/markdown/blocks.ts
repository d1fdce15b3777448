import { Lexer, type Token, type Tokens } from 'marked';

const footnote = /^ {0,3}\[\^[^\]\n]+\]:/m;

/** Line ends as the lexer wants them; everything else works on this form. */
export const normalizeLines = (text: string) => text.replace(/\r\n?/g, '\n');

/** True while a `$$` formula is open at the end: it may hold blank lines, which would end any other block. */
function hasOpenFormula(block: string): boolean {
  if (!block.includes('$$')) return false;
  const prose = block.replace(/(`+)[\s\S]*?\1/g, '');
  return (prose.split('$$').length - 1) % 2 === 1;
}

/** A list is cut behind every so many items, so that a long one that grows is not parsed from its start each time. */
const ITEMS_PER_BLOCK = 8;

/**
 * The parts, with the white space at the end that the lexer dropped; the whole in one piece where it rewrote anything
 * else. Nothing may be lost by cutting.
 */
function completed(parts: readonly string[], whole: string): string[] {
  const joined = parts.join('');
  const rest = whole.slice(joined.length);
  const last = parts.at(-1);
  if (last === undefined || !whole.startsWith(joined) || rest.trim() !== '') return [whole];
  return [...parts.slice(0, -1), last + rest];
}

const isList = (token: Token): token is Tokens.List => token.type === 'list';

/** The sources that a token is parsed from: one, or several where it is a long list whose items keep their numbers. */
function sourcesOf(token: Token): string[] {
  if (!isList(token) || token.items.length <= ITEMS_PER_BLOCK) return [token.raw];
  const { items, ordered, start } = token;
  const numbered = items.every((item, index) => Number.parseInt(item.raw.trimStart(), 10) === Number(start) + index);
  if (ordered && !numbered) return [token.raw];
  const sources: string[] = [];
  for (let index = 0; index < items.length; index += ITEMS_PER_BLOCK) {
    const group = items.slice(index, index + ITEMS_PER_BLOCK);
    sources.push(group.map((item) => item.raw).join(''));
  }
  return completed(sources, token.raw);
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
  let open = false;
  // The block grammar alone: cutting needs no inline parsing.
  for (const token of new Lexer({ gfm: true }).blockTokens(text, [])) {
    const last = blocks.length - 1;
    if (last >= 0 && (open || token.type === 'space')) blocks[last] += token.raw;
    else blocks.push(...sourcesOf(token));
    open = token.type !== 'code' && hasOpenFormula(blocks[blocks.length - 1] ?? '');
  }
  return completed(blocks, text);
}

const definition = /^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+.*$/gm;

/** The link definitions (`[a]: https://…`) of a text, which its other blocks may refer to. */
export function linkDefinitions(text: string): string {
  return text.includes(']:') ? (text.match(definition) ?? []).join('\n') : '';
}
