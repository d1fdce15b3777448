const codeOrProse = /((`+)[\s\S]*?\2(?!`))/;

/** Marks up what is math and escapes what is not; `math` says whether any was found. */
export interface MathSource {
  text: string;
  math: boolean;
}

/**
 * Readies a block for the math parser, which would take every pair of `$` for a formula ("$5 and $10"): a formula begins
 * before and ends behind something visible, and no digit follows it; every other `$` is escaped. `\(…\)`, `\[…\]` and
 * `$$…$$` on one line become the forms that the parser knows.
 */
export function prepareMath(block: string): MathSource {
  if (!/\$|\\[([]/.test(block) || /^ {0,3}(?:```|~~~)/.test(block)) return { text: block, math: false };
  let math = false;
  const found = () => {
    math = true;
  };
  const text = block
    .split(codeOrProse)
    // Splitting by two groups gives prose, code, the code's backticks, prose, …
    .map((part, index) => (index % 3 === 0 ? markProse(part, found) : index % 3 === 1 ? part : ''))
    .join('');
  return { text, math };
}

function markProse(prose: string, found: () => void): string {
  const unified = prose
    .replace(/\\\[([\s\S]+?)\\\]/g, (_, formula: string) => `$$${formula.trim()}$$`)
    .replace(/\\\(([^\n]+?)\\\)/g, (_, formula: string) => `$${formula.trim()}$`)
    .replace(/^([ \t]*)\$\$([^$]+)\$\$[ \t]*$/gm, (_, indent: string, formula: string) =>
      ['$$', formula.trim(), '$$'].map((line) => indent + line).join('\n'),
    );
  let result = '';
  let index = 0;
  while (index < unified.length) {
    const character = unified[index] ?? '';
    if (character === '\\') {
      result += unified.slice(index, index + 2);
      index += 2;
    } else if (character !== '$') {
      result += character;
      index += 1;
    } else {
      const formula = formulaAt(unified.slice(index));
      if (formula === null) {
        result += '\\$';
        index += 1;
      } else {
        found();
        result += formula;
        index += formula.length;
      }
    }
  }
  return result;
}

const display = /^\$\$[\s\S]+?\$\$/;
const inline = /^\$(?![\s$])(?:\\.|[^$\\\n])*?(?:\\.|[^\s$\\])\$(?![\d$])/;

const formulaAt = (text: string): string | null => (display.exec(text) ?? inline.exec(text))?.[0] ?? null;
