import { Check, Copy, WrapText } from 'lucide-react';
import { useState } from 'react';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { Code } from './code.tsx';

interface CodeBlockProps {
  code: string;
  /** As written behind the fence; empty where nothing is. */
  language: string;
}

/** A fenced block: its language, copying, wrapping, and the code itself, which scrolls sideways. */
export function CodeBlock({ code, language }: CodeBlockProps) {
  const [wrap, setWrap] = useState(false);
  const { copied, copy } = useCopy();
  const shown = language === '' ? text('code.plain') : language;
  return (
    <div dir="ltr" className="block-frame code-frame">
      <div className="code-bar">
        <span className="truncate">{shown}</span>
        <IconButton
          size="small"
          label={text(wrap ? 'code.unwrap' : 'code.wrap')}
          aria-pressed={wrap}
          onClick={() => setWrap(!wrap)}
          className="ms-auto"
        >
          <WrapText className="size-3.5" />
        </IconButton>
        <IconButton size="small" label={text(copied ? 'code.copied' : 'code.copy')} onClick={() => void copy(code)}>
          {copied ? <Check className="size-3.5 text-good" /> : <Copy className="size-3.5" />}
        </IconButton>
      </div>
      {/* Scrolls sideways, so the keyboard must be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre role="group" tabIndex={0} aria-label={text('code.label', { language: shown })} data-wrap={wrap}>
        <Code code={code} language={language} />
      </pre>
    </div>
  );
}
