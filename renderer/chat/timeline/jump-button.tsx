import { ArrowDown } from 'lucide-react';
import { countText, UNREAD_MAX } from '../../state/unread.ts';
import { text } from '../../texts/text.ts';

function label(unseen: number): string {
  if (unseen === 0) return text('timeline.jump');
  if (unseen > UNREAD_MAX) return text('unread.latest.many', { many: countText(unseen) });
  return text('timeline.jump.count', { count: unseen });
}

/** The way back to the newest entry, and how many came meanwhile. */
export function JumpButton({ unseen, onClick }: { unseen: number; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="absolute inset-x-0 bottom-3 z-10 mx-auto flex h-8 w-fit items-center gap-1.5 rounded-full bg-raised pe-3.5 ps-2.5 text-sm font-medium whitespace-nowrap text-ink shadow-pill hover:bg-hover coarse:h-10"
    >
      <ArrowDown aria-hidden className="size-4 text-accent" />
      {label(unseen)}
    </button>
  );
}
