const structuralLine = /^\s*(?:[-*+]\s|\d{1,9}[.)]\s|#{1,6}\s|>|\|)/;
const unfinishedMarker = /^\s{0,3}(?:>\s*)?(?:-+|=+|[*+]|\d{1,9}[.)]?|#{1,6}|`{1,2}|~{1,2}|\|)[ \t]*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** The fence that is still open at the end of the block; null where none is. */
function openFence(lines: readonly string[]): string | null {
  let open: string | null = null;
  for (const line of lines) {
    const found = fence.exec(line.replace(/^\s*(?:[-*+>]|\d{1,9}[.)])\s+/, '').trimStart())?.[1];
    if (found === undefined) continue;
    if (open === null) open = found;
    else if (found[0] === open[0] && found.length >= open.length) open = null;
  }
  return open;
}

/** Where the last run of inline text begins: emphasis and links cannot reach back beyond it. */
function startOfTail(lines: readonly string[]): number {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    if (line.trim() === '') return index + 1;
    if (structuralLine.test(line)) return index;
  }
  return 0;
}

/**
 * Makes the last block of a growing text look as if it were complete: open emphasis, code and links are closed, and
 * characters that will only later turn out to be markup are held back.
 */
export function closeOpen(block: string): string {
  const lines = block.split('\n');
  const open = openFence(lines);
  const lastLine = lines.at(-1) ?? '';
  if (open !== null) {
    // The first characters of the closing fence are no code.
    const beginsToClose = lines.length > 1 && lastLine.trim() !== '' && open.startsWith(lastLine.trim());
    return beginsToClose ? lines.slice(0, -1).join('\n') : block;
  }
  if (unfinishedMarker.test(lastLine)) return closeOpen(lines.slice(0, -1).join('\n').trimEnd());
  const start = startOfTail(lines);
  if (start === lines.length) return block;
  const head = lines.slice(0, start).join('\n');
  const tail = closeInline(lines.slice(start).join('\n'));
  return start === 0 ? tail : `${head}\n${tail}`;
}

/** True where nothing is open at the end of the inline text that what follows might close. */
export function isWhole(text: string): boolean {
  // A formula ends in its line.
  if (text.slice(text.lastIndexOf('\n') + 1).split('$').length % 2 === 0) return false;
  return !/\[[^\]]*$|<[a-z/!?][^>]*$/i.test(text) && closeInline(text) === text;
}

function closeInline(source: string): string {
  let text = source;
  const stack: string[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '\\') index += 2;
    else if (character === '`') {
      const run = /^`+/.exec(text.slice(index))?.[0] ?? '`';
      const end = text.indexOf(run, index + run.length);
      if (end === -1) {
        const inside = text.slice(index + run.length);
        text = inside.trim() === '' ? text.slice(0, index) : text.replace(/`*$/, '') + run;
        break;
      }
      index = end + run.length;
    } else if (character === '$' && text[index + 1] === '$') {
      const end = text.indexOf('$$', index + 2);
      // A part of a formula is rarely one: it stays in the dark until it is whole.
      if (end === -1) return close(text.slice(0, index), stack);
      index = end + 2;
    } else if (character === '[' || (character === '!' && text[index + 1] === '[')) {
      const cut = closeLink(text, index);
      if (cut === null) index += character === '!' ? 2 : 1;
      else text = cut;
    } else if ('*_~'.includes(character)) {
      const run = text.slice(index).match(/^(?:\*+|_+|~+)/)?.[0] ?? character;
      if (index + run.length === text.length && run !== stack.at(-1)) return close(text.slice(0, index), stack);
      mark(run, text[index - 1] ?? ' ', text[index + run.length], stack);
      index += run.length;
    } else index += 1;
  }
  return close(text, stack);
}

const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character);
const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Notes what a run of `*`, `_` or `~` opens or closes. */
function mark(run: string, before: string, after: string | undefined, stack: string[]): void {
  if (run.startsWith('~') && run.length !== 2) return;
  if (run.startsWith('_') && isWord(before) && isWord(after)) return;
  const top = stack.at(-1);
  if (top !== undefined && top[0] === run[0] && !isSpace(before)) {
    stack.pop();
    if (top.length > run.length) stack.push(top.slice(run.length));
  } else if (!isSpace(after)) stack.push(run.slice(0, 3));
}

/** Text with a link or image that is still open at `at` made plain; null where it is none, or complete. */
function closeLink(text: string, at: number): string | null {
  const image = text[at] === '!';
  const start = at + (image ? 2 : 1);
  const middle = text.indexOf(']', start);
  if (middle === -1) {
    if (text.indexOf('\n', start) !== -1) return null;
    return image ? text.slice(0, at) : text.slice(0, at) + text.slice(start);
  }
  if (text[middle + 1] !== '(' || text.indexOf(')', middle) !== -1) return null;
  return text.slice(0, at) + (image ? '' : text.slice(start, middle));
}

function close(text: string, stack: readonly string[]): string {
  if (stack.length === 0) return text;
  const trimmed = text.trimEnd();
  const closed = trimmed + stack.toReversed().join('');
  // Emphasis around nothing would show its own marks.
  const top = stack.at(-1) ?? '';
  return trimmed.endsWith(top) ? close(trimmed.slice(0, -top.length), stack.slice(0, -1)) : closed;
}
