import { array, assert, oneof, property, string, stringMatching } from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { createDemo } from '../../../server/model/demo.ts';
import { plainBlock } from '../../../server/model/demo/text.ts';
import { createFakeClock } from '../../support/clock.ts';
import { question, readModel } from '../../support/read-model.ts';

const never = new AbortController().signal;

/** The whole answer, and how long it took on the clock, in milliseconds. */
async function answer(text: string): Promise<{ text: string; pieces: number; ms: number }> {
  const clock = createFakeClock(0);
  let ms = 0;
  const reading = readModel(createDemo({ clock }).stream(question(text), never)).then((read) => {
    ms = clock.now();
    return read;
  });
  await clock.advance(60_000);
  const { text: all, events } = await reading;
  return { text: all, pieces: events.length - 1, ms };
}

test('[MODEL14] the demo says that it is one, and how to add a key', async () => {
  const { text } = await answer('[from "ada"]\nWhat is love?');
  expect(text).toContain('I am **demo**, not Gemini');
  expect(text).toContain('GEMINI_API_KEY');
  expect(text).toContain('.env');
  expect(text).toContain('Google AI Studio');
  expect(text).toContain('What is love?');
  expect(text).not.toContain('[from');
});

test('[MODEL14] the demo shows everything that an answer can look like', async () => {
  const tokens = marked.lexer((await answer('hello')).text);
  const types = tokens.map((token) => token.type);
  for (const type of ['heading', 'code', 'table', 'list', 'paragraph']) expect(types).toContain(type);
  expect(tokens.some((token) => token.type === 'code' && token.lang === 'ts')).toBe(true);
  expect(tokens.some((token) => /^\$\$\n.*\n\$\$$/s.test(token.raw.trim()))).toBe(true);
});

test('[MODEL14] the demo streams in small pieces over 3 to 4 seconds, and over some 20 where something long is asked for', async () => {
  const short = await answer('hello');
  expect(short.ms).toBeGreaterThan(3000);
  expect(short.ms).toBeLessThan(4500);
  expect(short.pieces).toBeGreaterThan(50);
  const long = await answer('please tell me a LONG story');
  expect(long.ms).toBeGreaterThan(18_000);
  expect(long.ms).toBeLessThan(23_000);
  expect((await answer('how about longing?')).ms).toBeLessThan(4500);
});

test('[MODEL14] the demo gives the same answer every time', async () => {
  expect(await answer('hello')).toEqual(await answer('hello'));
});

test('a demo answer stays short, whatever the length of the question', async () => {
  expect((await answer('word '.repeat(6000))).ms).toBeLessThan(5500);
});

test('[FILE19] [MODEL15] the demo says which files it was shown, as plain text', async () => {
  const clock = createFakeClock(0);
  const name = 'a`b](javascript:1)<i>.png';
  const request = question('[from "ada"]\nLook');
  request.contents[0]!.parts.push({ type: 'image/png', data: Buffer.alloc(3), name });
  const reading = readModel(createDemo({ clock }).stream(request, never));
  await clock.advance(60_000);
  const { text } = await reading;
  const blocks = marked.lexer(text).filter((token) => token.type === 'code' && token.lang === 'text');
  expect(blocks).toMatchObject([{ text: 'Look' }, { text: `${name} (image/png, 3 bytes)` }]);
  expect(text).toContain('You showed me a file');
});

test('[MODEL15] what was asked is one block of plain text in the demo answer, whatever is in it', async () => {
  const nasty = 'one\n````\n# heading <script>alert(1)</script> [x](javascript:alert(1)) `````` \n$$\\x$$';
  const { text } = await answer(nasty);
  const tokens = marked.lexer(text);
  const block = tokens.find((token) => token.type === 'code' && token.lang === 'text');
  expect(block).toMatchObject({ text: nasty });
  // Behind it, the answer goes on as if something harmless had been asked.
  const behind = (all: typeof tokens): string[] =>
    all.slice(all.findIndex((token) => token.type === 'code' && token.lang === 'text') + 1).map((token) => token.raw);
  expect(behind(tokens)).toEqual(behind(marked.lexer((await answer('harmless')).text)));
});

test('[MODEL15] no text ends its block early', () => {
  const line = oneof(stringMatching(/^ {0,3}`{3,6} {0,2}$/), stringMatching(/^[`~> #\-\t]{0,8}$/), string());
  assert(
    property(array(line, { maxLength: 6 }), (lines) => {
      // Markdown itself replaces tabs and NUL.
      const text = lines.join('\n').replace(/[\t\0]/g, ' ');
      const tokens = marked.lexer(`before\n\n${plainBlock(text)}\n\nafter`).filter((token) => token.type !== 'space');
      expect(tokens.map((token) => token.type)).toEqual(['paragraph', 'code', 'paragraph']);
    }),
  );
});
