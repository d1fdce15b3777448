import { expect, test } from 'vitest';
import { oneEmoji, reactionEmoji } from '../../../server/protocol/emoji.ts';

test.each(['👍', '👍🏽', '❤️', '👨‍👩‍👧‍👦', '👩🏻‍❤️‍💋‍👨🏿', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '#️⃣', '🏳️‍🌈', '😶‍🌫️', '©️', '☎️'])(
  '[MSG6] %s is one emoji',
  (emoji) => {
    expect(oneEmoji(emoji)).toBe(emoji);
  },
);

test.each([
  '',
  'a',
  '1',
  '#',
  '👍👍',
  '👍 ',
  ' 👍',
  'a👍',
  '👍a',
  '\u200d',
  '\ufe0f',
  '👍\u200d',
  '🏽🏽',
  '🇩',
  'é',
  '<b>',
  '👍'.repeat(9),
  '👍\0',
  '\ud83d',
  '\u{e0067}',
])('[MSG6] %j is none', (text) => {
  expect(oneEmoji(text)).toBeUndefined();
  expect(reactionEmoji.safeParse(text).success).toBe(false);
});

test('[MSG6] an emoji is one and the same with and without the mark that it is a picture', () => {
  expect(reactionEmoji.parse('❤')).toBe('❤️');
  expect(reactionEmoji.parse('❤️')).toBe('❤️');
});

test('[MSG6] one that is newer than the list is taken all the same', () => {
  // Reserved for pictures, and none yet.
  expect(oneEmoji('\u{1faff}')).toBe('\u{1faff}');
});
