import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeOpen } from '../../../renderer/chat/markdown/close-open.ts';

describe('the open end of a growing text', () => {
  it.each([
    ['emphasis', 'a **bold', 'a **bold**'],
    ['emphasis that closes', 'a **bold*', 'a **bold**'],
    ['nested emphasis', 'a **b *c', 'a **b *c***'],
    ['emphasis before a space', 'a **bold ', 'a **bold**'],
    ['a mark that has just begun', 'text **', 'text '],
    ['inline code', 'use `npm run', 'use `npm run`'],
    ['a link address', 'see [docs](https://exa', 'see docs'],
    ['a link text', 'see [doc', 'see doc'],
    ['an image', 'a ![alt](https://x', 'a '],
    ['a formula', 'so $$\\frac{1', 'so '],
    ['the last item of a list', '- **a**\n- **b', '- **a**\n- **b**'],
    ['a bullet that has just begun', 'text\n-', 'text'],
    ['a fence that has just begun', 'text\n``', 'text'],
    ['a fence that begins to close', '```ts\na\n``', '```ts\na'],
  ])('closes or holds back %s', (_, open, closed) => {
    expect(closeOpen(open)).toBe(closed);
  });

  it.each([
    'plain text.',
    'a **bold** b',
    'snake_case_name',
    '2 * 3 is 6',
    '[link](https://example.com)',
    '- [ ] task',
    '```ts\nx **y',
  ])('leaves %j as it is', (text) => {
    expect(closeOpen(text)).toBe(text);
  });

  it('ends on any text, and adds nothing but closing marks', () => {
    const text = fc.array(
      fc.constantFrom('a', ' ', '*', '**', '_', '`', '~~', '[', ']', '(', ')', '!', '$$', '\n', '- ', '\\'),
    );
    fc.assert(
      fc.property(text, (all) => {
        const source = all.join('');
        expect(closeOpen(source).length).toBeLessThanOrEqual(source.length * 2);
      }),
    );
  });
});
