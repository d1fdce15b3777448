import { cx } from './cx.ts';

interface ProgressProps {
  /** What goes on. */
  label: string;
  /** From 0 to 1; null where nobody knows. */
  part: number | null;
  className?: string;
}

/** How far something is. */
export function Progress({ label, part, className }: ProgressProps) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(part !== null && { 'aria-valuenow': Math.round(part * 100) })}
      className={cx('block h-1 overflow-hidden rounded-full bg-selected', className)}
    >
      <span
        className={cx('block h-full rounded-full bg-accent transition-[width]', part === null && 'animate-pulse-soft')}
        style={{ width: `${(part ?? 1) * 100}%` }}
      />
    </span>
  );
}
