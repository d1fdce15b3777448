import { ArrowUp, X } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { countText, UNREAD_MAX } from '../../state/unread.ts';

/** The way to where the unread messages begin, and what takes it away. */
export function FirstUnread({
  count,
  onJump,
  onDismiss,
}: {
  count: number;
  onJump: () => void;
  onDismiss: () => void;
}) {
  const isMany = count > UNREAD_MAX;
  return (
    <div className="absolute inset-x-0 top-3 z-10 mx-auto flex h-8 w-fit items-center rounded-full bg-raised text-sm font-medium whitespace-nowrap text-ink shadow-pill coarse:h-10">
      <button
        type="button"
        onClick={onJump}
        aria-label={isMany ? text('unread.jump.more') : text('unread.jump', { count })}
        className="flex h-full items-center gap-1.5 rounded-s-full pe-2 ps-3 hover:bg-hover"
      >
        <ArrowUp aria-hidden className="size-4 text-accent" />
        {isMany ? text('unread.jump.shortMany', { many: countText(count) }) : text('unread.jump.short', { count })}
      </button>
      <button
        type="button"
        onClick={onDismiss}
        aria-label={text('unread.jump.dismiss')}
        className="flex h-full items-center rounded-e-full pe-2.5 ps-1.5 text-faint hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
