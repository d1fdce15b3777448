import { memo, useMemo } from 'react';
import { cutCode, noParts, type CodeParts } from './code-parts.ts';
import type { Piece } from './highlight.ts';
import { lazy, useLazy } from './lazy.ts';
import { remembering } from './remembering.ts';
import { useSettled } from './use-settled.ts';

const highlighter = lazy(() => import('./highlight.ts'));

type Paint = (code: string) => readonly Piece[];

const plain: Paint = (code) => [code];

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      // Pieces have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={piece.className}>
        <Pieces pieces={piece.pieces} />
      </span>
    ),
  );
}

const Part = memo(function Part({ code, paint, last }: { code: string; paint: Paint; last: boolean }) {
  const settled = useSettled(last);
  const pieces = useMemo(() => paint(code), [paint, code]);
  return (
    <span className="code-part" data-settled={settled || undefined}>
      <Pieces pieces={pieces} />
    </span>
  );
});

/** Code in colours, which come when the highlighter is loaded; part by part, so that a long one can grow. */
export function Code({ code, language }: { code: string; language: string }) {
  const module = useLazy(highlighter, language !== '');
  const paint = useMemo<Paint>(
    () => (module === null ? plain : (source) => module.highlight(source, language)),
    [module, language],
  );
  const cut = useMemo(
    () => remembering((source: string, before: CodeParts) => cutCode(source, before, paint), noParts),
    [paint],
  );
  const { parts } = cut(code);
  return (
    <code className="hljs">
      {parts.map((part, index) => (
        // A part's place is its identity: code only ever grows at the end.
        // oxlint-disable-next-line react/no-array-index-key
        <Part key={index} code={part} paint={paint} last={index === parts.length - 1} />
      ))}
    </code>
  );
}
