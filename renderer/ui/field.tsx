import { CircleAlert } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';

/** The look of every one-line text input. */
export const inputClass =
  'h-9 w-full rounded-md border border-line-strong bg-raised px-3 text-ink placeholder:text-faint coarse:h-11 ' +
  // Safari on phones zooms in on an input with smaller letters.
  'coarse:text-[1rem] ' +
  'transition-shadow outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent/20 ' +
  'aria-invalid:border-danger aria-invalid:focus-visible:ring-danger/20';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Stands inside the input, at its end. */
  end?: ReactNode;
}

/** A labelled input with what to know and what is wrong right under it. */
export function Field({ label, hint, error, end, className, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          dir="auto"
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={cx(inputClass, end !== undefined && 'pe-11')}
        />
        {end !== undefined && <div className="absolute inset-y-0 end-0.5 flex items-center">{end}</div>}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={cx('mt-1 flex gap-1.5 text-xs', error === undefined ? 'text-faint' : 'text-danger')}
        >
          {error !== undefined && <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />}
          <span>{note}</span>
        </p>
      )}
    </div>
  );
}
