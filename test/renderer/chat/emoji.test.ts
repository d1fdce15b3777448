import { describe, expect, it } from 'vitest';
import { categories, emojiOf, findEmojis } from '../../../renderer/chat/emoji/catalogue.ts';
import { around, layOut, within } from '../../../renderer/chat/emoji/lay-out.ts';
import { COLUMNS, moved, sectionsOf } from '../../../renderer/chat/emoji/sections.ts';
import { TONES, withTone } from '../../../renderer/chat/emoji/tone.ts';
import { oneEmoji } from '../../../server/protocol/emoji.ts';

const found = (query: string, max = 5) => findEmojis(query, max).map(({ emoji }) => emoji);

describe('[COMPOSE7] emoji', () => {
  it('are found by name, by keyword and by several words, the best first', () => {
    expect(found('tada')).toEqual(['🎉']);
    expect(found(':+1:')[0]).toBe('👍');
    expect(found('smile')).toContain('😄');
    expect(found('Red Heart')[0]).toBe('❤️');
    expect(found('heart blue')[0]).toBe('💙');
    expect(found('cat')[0]).toBe('🐈');
    expect(found('qwertz')).toEqual([]);
    expect(found(' : ')).toEqual([]);
    expect(found('a', 3)).toHaveLength(3);
  });

  it('are all what the server takes as a reaction, in every skin tone that they come in', () => {
    const all = categories.flatMap(({ emojis }) => emojis);
    expect(all.length).toBeGreaterThan(1_500);
    const wrong = all.flatMap(({ emoji, hasTones }) =>
      (hasTones ? TONES.map((tone) => withTone(emoji, tone)) : [emoji]).filter((one) => oneEmoji(one) !== one),
    );
    expect(wrong).toEqual([]);
  });

  it('take on a skin tone: each of the people, and nothing that only joins them', () => {
    expect(withTone('👋', 3)).toBe('👋🏽');
    expect(withTone('☝️', 1)).toBe('☝🏻');
    expect(withTone('🧑‍🤝‍🧑', 5)).toBe('🧑🏿‍🤝‍🧑🏿');
    expect(withTone('👋', 0)).toBe('👋');
    expect(emojiOf('👋🏽')?.name).toBe('waving hand');
  });

  it('stand under their categories, what was picked lately first; unknown ones are left out', () => {
    const [recent, smileys] = sectionsOf('', ['🎉', '👋🏽', 'nonsense'], 2);
    expect(recent!.rows[0]!.cells.map(({ glyph }) => glyph)).toEqual(['🎉', '👋🏽']);
    expect(smileys!.title).toBe('Smileys and feelings');
    expect(sectionsOf('', [], 0).map(({ title }) => title)).toHaveLength(9);
    const waving = sectionsOf('waving hand', [], 2)[0]!.rows[0]!.cells[0];
    expect(waving).toMatchObject({ glyph: '👋🏼', shortcode: 'waving_hand' });
    expect(sectionsOf('qwertz', [], 0)).toEqual([]);
  });
});

describe('[COMPOSE7] arrows in the grid of emoji', () => {
  // Rows of 2, 8, 8 and 3.
  const rows = [2, COLUMNS, COLUMNS, 3].map((count, index) => ({
    index,
    cells: Array.from({ length: count }, (_, column) => ({ glyph: `${index}${column}`, name: '', shortcode: '' })),
  }));
  const from = (row: number, column: number, key: string) => {
    const to = moved(rows, { row, column }, key);
    return to === null || to === 'out' ? to : `${to.row}${to.column}`;
  };

  it('lead on to the next row at the end of one', () => {
    expect(from(0, 1, 'ArrowRight')).toBe('10');
    expect(from(1, 0, 'ArrowLeft')).toBe('01');
    expect(from(3, 2, 'ArrowRight')).toBe('32');
    expect(from(0, 0, 'ArrowLeft')).toBe('00');
  });

  it('keep their column up and down, as far as the row goes; out on top', () => {
    expect(from(1, 5, 'ArrowDown')).toBe('25');
    expect(from(2, 5, 'ArrowDown')).toBe('32');
    expect(from(1, 5, 'ArrowUp')).toBe('01');
    expect(from(0, 1, 'ArrowUp')).toBe('out');
  });

  it('go to the ends of a row and several rows on', () => {
    expect(from(1, 4, 'Home')).toBe('10');
    expect(from(1, 4, 'End')).toBe('17');
    expect(from(0, 0, 'PageDown')).toBe('30');
    expect(from(3, 1, 'PageUp')).toBe('01');
    expect(from(0, 0, 'a')).toBeNull();
  });

  it('only what is in sight is drawn, wherever that is', () => {
    const sections = sectionsOf('', [], 0);
    const { lines, titles, height } = layOut(sections);
    expect(titles).toHaveLength(9);
    for (const top of [0, 1_000, height - 400]) {
      const drawn = lines.filter(within(around(top, 400)));
      expect(drawn.length).toBeLessThan(25);
      expect(drawn[0]!.top).toBeLessThanOrEqual(Math.max(top, 40));
      expect(drawn.at(-1)!.top + 40).toBeGreaterThanOrEqual(Math.min(top + 400, height - 40));
    }
  });
});
