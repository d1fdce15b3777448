import { Check, Copy } from 'lucide-react';
import { useId } from 'react';
import { text } from '../texts/text.ts';
import { cx } from './cx.ts';
import { inputClass } from './field.tsx';
import { IconButton } from './icon-button.tsx';
import { useCopy } from './use-copy.ts';

interface CopyFieldProps {
  label: string;
  /** What its button does. */
  copyLabel: string;
  /** What is shown and copied. */
  content: string;
  className?: string;
  inputClassName?: string;
}

/** A text that is there to be copied, with a button that does it. */
export function CopyField({ label, copyLabel, content, className, inputClassName }: CopyFieldProps) {
  const id = useId();
  const { copied, copy } = useCopy();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-soft">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          readOnly
          value={content}
          onFocus={(event) => event.target.select()}
          className={cx(inputClass, 'pe-11 text-sm', inputClassName)}
        />
        <div className="absolute inset-y-0 end-0.5 flex items-center">
          <IconButton label={copied ? text('copy.done') : copyLabel} onClick={() => void copy(content)}>
            {copied ? <Check className="size-4 text-good" /> : <Copy className="size-4" />}
          </IconButton>
        </div>
      </div>
      <span role="status" className="sr-only">
        {copied ? text('copy.done') : ''}
      </span>
    </div>
  );
}
