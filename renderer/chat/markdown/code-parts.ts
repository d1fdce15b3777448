import type { Piece } from './highlight.ts';

/** Code, and where it was cut. */
export interface CodeParts {
  code: string;
  parts: readonly string[];
}

export const noParts: CodeParts = { code: '', parts: [] };

/** How far (UTF-16 code units) a good end of a part is looked for, from the best to any line end outside of a colour. */
const seams = [
  { size: 1000, seam: /(?<=\n)\n(?=\S)/g },
  { size: 2000, seam: /\n(?=[^\s)}\]])/g },
  { size: 3000, seam: /\n/g },
] as const;
/** Where none was found, as in a comment that goes on and on, a part ends with the last line within this. */
const SIZE_MAX = 8000;

const lengthOf = (piece: Piece): number =>
  typeof piece === 'string' ? piece.length : piece.pieces.reduce((sum, inner) => sum + lengthOf(inner), 0);

/** Behind the last seam outside of all colours; 0 where there is none. */
function lastSeam(code: string, pieces: readonly Piece[], seam: RegExp): number {
  const ends = Array.from(code.matchAll(seam), ({ index }) => index);
  let end = code.length;
  for (const piece of pieces.toReversed()) {
    const start = end - lengthOf(piece);
    while ((ends.at(-1) ?? -1) >= start) {
      const found = ends.pop()!;
      if (typeof piece === 'string') return found + 1;
    }
    end = start;
  }
  return 0;
}

/** How long the first part of the code is; null where that takes more code to say. */
function firstPart(code: string, paint: (code: string) => readonly Piece[]): number | null {
  for (const { size, seam } of seams) {
    if (code.length <= size) return null;
    const head = code.slice(0, size);
    const end = lastSeam(head, paint(head), seam);
    if (end > 0) return end;
  }
  return code.length <= SIZE_MAX ? null : code.lastIndexOf('\n', SIZE_MAX - 1) + 1 || null;
}

/**
 * Cuts code into parts whose colours do not depend on each other, each a number of lines. Where it only goes on from
 * where `before` ended, all but the last part stay; the result is the same either way.
 */
export function cutCode(code: string, before: CodeParts, paint: (code: string) => readonly Piece[]): CodeParts {
  if (code === before.code) return before;
  const parts = code.startsWith(before.code) ? before.parts.slice(0, -1) : [];
  let rest = code.slice(parts.reduce((sum, part) => sum + part.length, 0));
  for (let end = firstPart(rest, paint); end !== null; end = firstPart(rest, paint)) {
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return { code, parts: [...parts, rest] };
}
