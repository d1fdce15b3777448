import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

const renderer = path.join(process.cwd(), 'renderer');

type Node = { type: string; [key: string]: unknown };

const isNode = (part: unknown): part is Node => typeof part === 'object' && part !== null && 'type' in part;
const nameOf = (part: unknown): string => (isNode(part) && part.type === 'Identifier' ? String(part['name']) : '');

/** What makes texts, dates and numbers in the reader's language of that moment. */
const speaking = /^(?:text|rich|plural|serverSentence|currentReader)$/;

function speaks({ type, callee, object, property }: Node): boolean {
  if (type === 'MemberExpression') {
    // Where a letter ends is the same for every reader here.
    const formats = nameOf(object) === 'Intl' && nameOf(property) !== 'Segmenter';
    return formats || /^toLocale.*String$/.test(nameOf(property));
  }
  return type === 'CallExpression' && speaking.test(nameOf(callee));
}

/** What runs as soon as the module is imported; a function's inside runs when it is called. */
function atImport(node: Node, found: Node[] = []): Node[] {
  const isLater = /Function/.test(node.type) || (node.type === 'PropertyDefinition' && node['static'] === false);
  if (isLater || /^TS(?:Type|Interface)/.test(node.type)) return found;
  if (speaks(node)) found.push(node);
  for (const part of Object.values(node).flat()) if (isNode(part)) atImport(part, found);
  return found;
}

const spokenIn = (source: string) =>
  atImport(parseAst(source, { lang: 'tsx' }) as unknown as Node).map(({ start, end }) =>
    source.slice(Number(start), Number(end)),
  );

test('[LANG2] no text, date or number keeps the language that was read when its module was imported', () => {
  const modules = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  expect(modules.length).toBeGreaterThan(100);
  const frozen = modules.flatMap((file) =>
    spokenIn(readFileSync(path.join(renderer, file), 'utf8')).map((what) => `${file}: ${what}`),
  );
  expect(frozen).toEqual([]);
});

test.each([
  ["const title = text('a');", 1],
  ['export const titles = { a: [<p key="a">{text(\'a\')}</p>] };', 1],
  ['const format = new Intl.NumberFormat(locale);', 1],
  ['const shown = (1).toLocaleString();', 1],
  ["const titles = { a: () => text('a') };", 0],
  ["function Title() { return <p>{text('a')}</p>; }", 0],
  ['type Format = Intl.NumberFormat; const format = perLocale((locale) => new Intl.NumberFormat(locale));', 0],
])('of %s, %i is found', (source, count) => {
  expect(spokenIn(source)).toHaveLength(count);
});
