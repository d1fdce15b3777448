import { memo, useContext, useMemo } from 'react';
import { Growing } from './growing.ts';
import type { Piece } from './highlight.ts';
import { lazy, useLazy } from './lazy.ts';

const highlighter = lazy(() => import('./highlight.ts'));

/** Code up to this length is highlighted anew with every chunk. */
const SHORT = 4000;
/** Longer code is highlighted once per this many characters while it grows. */
const STEP = 2000;

/** How much of the code is highlighted now: all, or while long code grows up to a line end that stays for a while. */
export function settledLength(code: string, growing: boolean): number {
  if (!growing || code.length <= SHORT) return code.length;
  return code.lastIndexOf('\n', code.length - (code.length % STEP)) + 1;
}

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

interface HighlightedProps {
  code: string;
  language: string;
}

const Highlighted = memo(function Highlighted({ code, language }: HighlightedProps) {
  const module = useLazy(highlighter, language !== '');
  const pieces = useMemo(() => module?.highlight(code, language), [module, code, language]);
  return pieces === undefined ? code : <Pieces pieces={pieces} />;
});

/** Code in colours, which come when the highlighter is loaded. */
export function Code({ code, language }: HighlightedProps) {
  const settled = settledLength(code, useContext(Growing));
  return (
    <code className="hljs">
      <Highlighted code={code.slice(0, settled)} language={language} />
      {code.slice(settled)}
    </code>
  );
}
