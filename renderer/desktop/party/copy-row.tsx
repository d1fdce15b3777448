import { Check, Copy } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useCopy } from '../../ui/use-copy.ts';

interface CopyRowProps {
  /** What is shown and copied; null while it is not known. */
  content: string | null;
  /** What the button does. */
  label: string;
  className?: string;
}

/** A text that is made to be copied. */
export function CopyRow({ content, label, className }: CopyRowProps) {
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : Copy;
  return (
    <div className="flex min-w-0 items-center rounded-md border border-line bg-canvas pl-3">
      <span className={cx('min-w-0 flex-1 truncate select-all', className)} title={content ?? undefined}>
        {content ?? '\u00a0'}
      </span>
      <IconButton
        label={copied ? text('party.copied') : label}
        disabled={content === null}
        onClick={() => content !== null && void copy(content)}
      >
        <Icon className={cx('size-4', copied && 'text-good')} />
      </IconButton>
      <span role="status" className="sr-only">
        {copied && text('party.copied')}
      </span>
    </div>
  );
}
