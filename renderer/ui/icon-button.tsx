import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Labelled } from './labelled.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** What it does; shown as a tooltip and read out. */
  label: string;
  size?: 'small' | 'normal';
}

/** A button with an icon only, named by its tooltip. */
export function IconButton({ label, size = 'normal', className, children, ...rest }: IconButtonProps) {
  return (
    <Labelled label={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-soft transition-colors hover:bg-hover hover:text-ink',
          'aria-pressed:bg-selected aria-pressed:text-ink coarse:size-10',
          size === 'small' ? 'size-7' : 'size-8',
          className,
        )}
      >
        {children}
      </button>
    </Labelled>
  );
}
