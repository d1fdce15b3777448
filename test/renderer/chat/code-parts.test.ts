import { describe, expect, it } from 'vitest';
import { cutCode, noParts } from '../../../renderer/chat/markdown/code-parts.ts';
import { highlight } from '../../../renderer/chat/markdown/highlight.ts';

const functions = Array.from({ length: 300 }, (_, n) => `function part${n}() {\n  return 'a' + ${n}; // why\n}\n`).join(
  '\n',
);
const comment = `/*\n${'\nstill a comment\n'.repeat(200)}*/\n`;
const json = JSON.stringify(
  Array.from({ length: 300 }, (_, id) => ({ id, name: `n${id}` })),
  null,
  2,
);

describe('cutting code', () => {
  it.each([
    ['ts', functions],
    ['ts', functions + comment + functions],
    ['json', json],
  ])('[CLIENT53] ends, in whatever pieces %s came, where cutting the whole ends', (language, code) => {
    const paint = (source: string) => highlight(source, language);
    const whole = cutCode(code, noParts, paint);
    let grown = noParts;
    for (let length = 0; length < code.length; length += 97) grown = cutCode(code.slice(0, length), grown, paint);
    expect(cutCode(code, grown, paint)).toEqual(whole);
    expect(whole.parts.join('')).toBe(code);
    expect(whole.parts.length).toBeGreaterThan(3);
  });

  it('[CLIENT54] colours no more than the end of code that grows', () => {
    let painted = 0;
    const paint = (source: string) => {
      painted = Math.max(painted, source.length);
      return highlight(source, 'ts');
    };
    let grown = noParts;
    for (let length = 0; length < functions.length; length += 50)
      grown = cutCode(functions.slice(0, length), grown, paint);
    expect(painted).toBeLessThanOrEqual(1000);
    expect(Math.max(...grown.parts.map((part) => part.length))).toBeLessThanOrEqual(1000);
  });

  it('cuts nowhere inside a comment, so that its colour goes on', () => {
    const { parts } = cutCode(functions + comment + functions, noParts, (source) => highlight(source, 'ts'));
    expect(parts.filter((part) => part.includes('still a comment')).length).toBe(1);
  });
});
