const SIZE = 200_000;

const words =
  'the server keeps what was said and tells everybody in the room so that nobody waits for a page that was there before'.split(
    ' ',
  );

/** Ever other words, the same in every run. */
function prose(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => words[(from * 7 + i * 5 + ((from + i) % 3)) % words.length]).join(' ');
}

const sentence = (n: number) =>
  `${prose(n, 12)}, **${prose(n, 2)}** and *${prose(n + 1, 3)}* with \`value_${n}\` in [a link](https://example.org/${n}).`;

const codeLine = (n: number) =>
  n % 6 === 5 ? '' : `  const value${n} = await store.read('key-${n}', { limit: ${n} }); // ${prose(n, 4)}`;

const codeLines = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => codeLine(from + i)).join('\n');

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** What a long answer is made of, in the order and with the lengths that models like. */
function section(n: number): string {
  return [
    `## ${n}. ${prose(n, 4)}`,
    [0, 1, 2, 3].map((i) => sentence(n + i)).join(' '),
    lines(5, (i) => `- **${prose(n + i, 2)}**: ${sentence(n + i)}`),
    `The cost is $c_{${n}} = \\sum_{i=1}^{${n}} x_i^2$ for each, which is:\n\n$$\\int_0^{${n}} \\frac{x^2}{1 + x} \\, dx$$`,
    `\`\`\`ts\nfunction part${n}() {\n${codeLines(n, 12)}\n}\n\`\`\``,
    [
      '| name | count | note |',
      '|---|--:|---|',
      lines(6, (i) => `| ${prose(n + i, 2)} | ${n * i} | ${prose(i, 4)} |`),
    ].join('\n'),
    lines(4, (i) => `${i + 1}. ${sentence(n + i)}`),
    `> ${sentence(n)}`,
  ].join('\n\n');
}

/** `part` for 0, 1, 2, … joined until there are 200 kB. */
function fill(part: (n: number) => string, separator: string): string {
  let text = '';
  for (let n = 0; text.length < SIZE; n++) text += part(n) + separator;
  return text.slice(0, SIZE);
}

/** Replies of 200 kB: one as models write them, and the worst that one block can be. */
export const longReplies = {
  mixed: fill(section, '\n\n'),
  'one code block': `\`\`\`ts\n${fill(codeLine, '\n')}\n\`\`\``,
  'one paragraph': fill(sentence, ' '),
  'one list': fill((n) => `- ${sentence(n)}`, '\n'),
  'one table': `| name | count | note |\n|---|--:|---|\n${fill((n) => `| ${prose(n, 3)} | ${n} | ${sentence(n)} |`, '\n')}`,
} as const;
