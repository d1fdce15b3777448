import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const renderer = path.join(process.cwd(), 'renderer');
const side = '(?:left|right)';

/** What names a side of the screen where it means the start or the end of a line. */
const physical = {
  code: [
    // Classes: `ml-2`, `-pr-1`, `left-0`, `text-left`, `border-r`, `rounded-tl-md`, `float-left`.
    /(?<=[\s'"`:!])-?(?:m|p|scroll-m|scroll-p)[lr]-[\w[(][^\s'"`]*/g,
    new RegExp(`(?<=[\\s'"\`:!])-?${side}-(?:\\d|px|full|auto|\\[|\\()[^\\s'"\`]*`, 'g'),
    new RegExp(`(?<=[\\s'"\`:!])(?:text|float|clear|origin|slide-in-from|slide-out-to)-${side}(?=[\\s'"\`!])`, 'g'),
    /(?<=[\s'"`:!])border-[lr](?:-[^\s'"`]*)?(?=[\s'"`!])/g,
    /(?<=[\s'"`:!])rounded-(?:[lr]|[tb][lr])(?:-[^\s'"`]*)?(?=[\s'"`!])/g,
    // Styles: `style={{ left: 0 }}`, `marginLeft`.
    new RegExp(`style=\\{\\{[^}]*\\b(?:${side}:|(?:margin|padding|border)(?:Left|Right))`, 'g'),
    // A popover's side.
    new RegExp(`\\bside="${side}"`, 'g'),
  ],
  styles: [
    new RegExp(`(?:margin|padding|border|inset)[\\w-]*-${side}\\b`, 'g'),
    new RegExp(`(?<=[{;]\\s*)${side}:`, 'g'),
    new RegExp(`(?:float|clear):\\s*${side}`, 'g'),
    // What a writer has asked for is another matter: a column of numbers.
    new RegExp(`(?<!\\[align='${side}'\\] \\{\\s*)text-align:\\s*${side}`, 'g'),
  ],
};

test('[LANG4] nothing in the page is put to the left or right that belongs to the start or end of a line', () => {
  const found = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
    const patterns = /\.tsx?$/.test(file) ? physical.code : file.endsWith('.css') ? physical.styles : [];
    if (patterns.length === 0 || file.startsWith(`texts${path.sep}`)) return [];
    const source = readFileSync(path.join(renderer, file), 'utf8');
    return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([what]) => `${file}: ${what}`));
  });
  expect(found).toEqual([]);
});
