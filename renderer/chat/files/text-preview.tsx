import { useEffect, useState } from 'react';
import { text } from '../../texts/text.ts';

const LINES = 20;
const BYTES = 8_000;

/** The first lines of a text, as plain text whatever it is. */
export function TextPreview({ blob, name }: { blob: Blob; name: string }) {
  const [start, setStart] = useState<{ lines: string; isAll: boolean } | null>(null);
  useEffect(() => {
    let isShown = true;
    void blob
      .slice(0, BYTES)
      .text()
      .then((content) => {
        // A character may be cut in two at the end.
        const lines = content.replace(/\ufffd$/, '').split(/\r\n|\r|\n/);
        const isAll = blob.size <= BYTES && lines.length <= LINES;
        if (isShown) setStart({ lines: lines.slice(0, LINES).join('\n'), isAll });
      });
    return () => {
      isShown = false;
    };
  }, [blob]);
  if (start === null) return null;
  return (
    <div className="border-t border-line px-3 py-2">
      <pre
        dir="auto"
        role="region"
        aria-label={text('file.preview.label', { name })}
        // A scrolling area must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-64 overflow-auto font-mono text-xs whitespace-pre-wrap"
      >
        {start.lines}
      </pre>
      {!start.isAll && <p className="mt-1 text-xs text-faint">{text('file.preview.more')}</p>}
    </div>
  );
}
