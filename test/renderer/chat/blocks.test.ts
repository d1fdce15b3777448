import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeLines, splitBlocks } from '../../../renderer/chat/markdown/blocks.ts';

const marks =
  'word |\n|\n\n|# |- |1. |2. |> |```\n|```ts\n|~~~\n|$$|$|**|*|`|[|](|)|![|<div>|    |\t|\r\n|---\n|[^1]: x\n'.split(
    '|',
  );
const table = ['| a | b |\n', '|---|---|\n'];
const pieces = fc.array(fc.constantFrom(...marks, ...table), { maxLength: 40 });
const markdown = fc.oneof(
  pieces.map((all) => all.join('')),
  fc.string(),
);

describe('cutting markdown into blocks', () => {
  it('loses nothing: the blocks joined are the text', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(splitBlocks(text).join('')).toBe(normalizeLines(text));
      }),
    );
  });

  it('leaves finished blocks alone while a reply grows', () => {
    const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph **${index}**\n\n- a\n- b\n\n`).join('');
    const before = splitBlocks(paragraphs);
    const after = splitBlocks(`${paragraphs}\`\`\`ts\nconst a = 1;`);
    expect(before.length).toBe(60);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  });

  it('cuts a long list whose numbers go on, and keeps one whose numbers would start again', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(splitBlocks(numbers.map((number) => `${number}. item\n`).join('')).length).toBe(3);
    expect(splitBlocks(numbers.map(() => '1. item\n').join('')).length).toBe(1);
  });

  it('keeps a formula with blank lines in one piece', () => {
    expect(splitBlocks('$$\na\n\nb\n$$\n\nend').map((block) => block.trim())).toEqual(['$$\na\n\nb\n$$', 'end']);
  });
});
