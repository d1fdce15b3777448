import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeLines, sourceOf } from '../../../renderer/chat/markdown/blocks.ts';
import { nothingSplit, split } from '../../../renderer/chat/markdown/split.ts';
import { markdownParts } from '../support/markdown-parts.ts';

const sources = (text: string) => split(text, nothingSplit).blocks.map(sourceOf);
const piecesOf = (text: string) => split(text, nothingSplit).blocks.map(({ pieces }) => pieces.length);
const numbered = (count: number, number: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => `${number(index)}. item\n`).join('');

describe('cutting markdown into blocks', () => {
  it('[CLIENT53] ends, in whatever pieces the text came, where cutting the whole ends, and loses nothing', () => {
    fc.assert(
      fc.property(markdownParts, (parts) => {
        let text = '';
        let grown = nothingSplit;
        for (const part of parts) {
          text += part;
          grown = split(text, grown);
          expect(grown).toEqual(split(text, nothingSplit));
        }
        expect(grown.blocks.map(sourceOf).join('')).toBe(normalizeLines(text));
      }),
      { numRuns: 150 },
    );
  });

  it('[CLIENT54] touches but the last blocks while a reply grows', () => {
    const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph **${index}**\n\n- a\n- b\n\n`).join('');
    const before = split(paragraphs, nothingSplit);
    const { blocks } = split(`${paragraphs}\`\`\`ts\nconst a = 1;`, before);
    expect(before.blocks.length).toBe(60);
    blocks.slice(0, 57).forEach((block, index) => expect(block).toBe(before.blocks[index]));
  });

  it('[CLIENT54] cuts what may get long: code, a paragraph, a table, a list', () => {
    expect(piecesOf(`\`\`\`\n${'const a = 1;\n'.repeat(500)}`)[0]).toBeGreaterThan(5);
    expect(piecesOf('So *it* goes on. '.repeat(500))[0]).toBeGreaterThan(5);
    expect(piecesOf('文字'.repeat(5000))[0]).toBeGreaterThan(5);
    expect(piecesOf(`| a |\n|---|\n${'| b |\n'.repeat(50)}`)[0]).toBe(10);
    expect(piecesOf('- item\n'.repeat(20)).length).toBe(4);
  });

  it('cuts no list whose numbers start again, and no paragraph where emphasis, code or a link is open', () => {
    expect(sources(numbered(20, (index) => index + 1)).length).toBe(4);
    expect(sources(numbered(20, () => 1)).length).toBe(1);
    const open = 'word '.repeat(300);
    for (const mark of ['*', '`', '[', '$$']) {
      const [first] = split(`a ${mark}${open}${mark} end `.repeat(2), nothingSplit).blocks;
      for (const piece of first?.pieces ?? []) expect(piece.split(mark).length % 2).toBe(1);
    }
  });

  it('keeps a formula with blank lines in one piece', () => {
    expect(sources('$$\na\n\nb\n$$\n\nend').map((block) => block.trim())).toEqual(['$$\na\n\nb\n$$', 'end']);
  });
});
