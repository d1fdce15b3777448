import { useMemo } from 'react';
import { encode } from 'uqr';
import { cx } from './cx.ts';

/** Modules of quiet around the code: what the standard asks for, and phones need against a dark page. */
const BORDER = 4;

/** One path for all dark modules of a code: a rectangle for each run of them in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.map((dark, x) => {
        if (!dark || row[x - 1]) return '';
        const end = row.indexOf(false, x);
        return `M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`;
      }),
    )
    .join('');
}

interface QrCodeProps {
  /** What a scanner reads. */
  content: string;
  /** What it is for; read out. */
  label: string;
  className?: string;
}

/** A QR code, black on white in both themes: many scanners do not read it the other way round. */
export function QrCode({ content, label, className }: QrCodeProps) {
  const { size, path } = useMemo(() => {
    const code = encode(content, { ecc: 'M', border: BORDER });
    return { size: code.size, path: pathOf(code.data) };
  }, [content]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={cx('rounded-lg bg-white text-black', className)}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
