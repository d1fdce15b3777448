import * as fc from 'fast-check';

const marks =
  'word |\n|\n\n|# |- |* |1. |2. |> |```\n|```ts\n|~~~\n|``|$$|$|**|*|`|[|](|)|![|<div>|    |\t|\r\n|\r|---\n|===\n|[^1]: x\n|[a]: b\n|  - |\\|&amp;|文字'.split(
    '|',
  );
const table = ['| a | b |\n', '|---|---|\n', '| a'];
const numbered = Array.from({ length: 30 }, (_, i) => `${i + 1}. x\n`).join('');
const long = [
  'lorem ipsum *dolor* sit '.repeat(60),
  '文字'.repeat(700),
  'const a = 1; // b\n\n'.repeat(80),
  'x\n'.repeat(30),
  '- x\n'.repeat(20),
  '| a | b |\n'.repeat(20),
  numbered,
];

/** Markdown of the kind that trips people up, in the pieces in which it comes. */
export const markdownParts = fc.array(
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...marks, ...table) }, fc.constantFrom(...long)),
  { maxLength: 40 },
);
