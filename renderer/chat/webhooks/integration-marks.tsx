import { Webhook } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';

const sizes = { small: 'size-6 rounded-md', normal: 'size-8 rounded-lg' } as const;

/** The mark of what a program posts. Decoration: its name stands beside it. */
export function IntegrationAvatar({ size = 'normal', className }: { size?: keyof typeof sizes; className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('inline-flex shrink-0 items-center justify-center bg-hover text-soft', sizes[size], className)}
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
