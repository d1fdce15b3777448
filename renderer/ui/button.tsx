import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

const base =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors ' +
  'disabled:opacity-60 coarse:min-h-10';

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-raised text-ink hover:bg-hover',
  danger: 'bg-danger text-canvas hover:opacity-90',
  quiet: 'text-soft hover:bg-hover hover:text-ink',
  link: 'text-accent hover:underline underline-offset-2',
} as const;

const sizes = {
  small: 'h-7 px-2 text-sm',
  normal: 'h-9 px-3 text-sm',
  large: 'h-10 px-4 coarse:h-12 coarse:text-base',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  kind?: keyof typeof kinds;
  size?: keyof typeof sizes;
  /** Work is under way: shows it, and ignores further clicks without losing focus. */
  busy?: boolean;
}

export function Button({
  kind = 'secondary',
  size = 'normal',
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy && type === 'submit' ? 'button' : type}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      className={cx(base, kinds[kind], sizes[size], className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
