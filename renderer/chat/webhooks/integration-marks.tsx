import { Webhook } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';

/** The mark of what a program posts. Decoration: its name stands beside it. */
export function IntegrationAvatar({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('inline-flex size-8 shrink-0 items-center justify-center rounded-lg bg-hover text-soft', className)}
    >
      <Webhook className="size-[56%]" />
    </span>
  );
}

/** Says that no person has written this. */
export function IntegrationBadge() {
  return (
    <span
      title={text('integration.title')}
      className="shrink-0 rounded bg-hover px-1 text-2xs font-medium text-soft uppercase"
    >
      {text('integration.badge')}
    </span>
  );
}
