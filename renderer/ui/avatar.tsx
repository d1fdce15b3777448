import { Sparkle } from 'lucide-react';
import { memo } from 'react';
import { graphemes } from '../../server/protocol/text.ts';
import { cx } from './cx.ts';

const sizes = {
  tiny: 'size-4 text-[0.5625rem]',
  small: 'size-6 text-2xs',
  normal: 'size-8 text-xs',
  large: 'size-9 text-sm',
  huge: 'size-20 text-3xl',
} as const;

export type AvatarSize = keyof typeof sizes;

/** A hue that is the same for a name everywhere. */
function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return Math.round(hash / 30) * 30;
}

function initial(name: string): string {
  for (const { segment } of graphemes().segment(name)) return segment.toUpperCase();
  return '';
}

interface AvatarProps {
  name: string;
  /** Decides the colour, where that is not to follow the name. */
  seed?: string;
  /** Of the picture, in the place of the letter. */
  url?: string | null;
  size?: AvatarSize;
  className?: string | undefined;
}

/** A person's picture, or their first letter on a colour of their own. Decoration: the name stands beside it. */
export const Avatar = memo(function Avatar({ name, seed = name, url = null, size = 'normal', className }: AvatarProps) {
  const hue = hueOf(seed);
  return (
    <span
      aria-hidden
      className={cx(
        // A letter may carry any number of marks.
        'inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full font-semibold',
        sizes[size],
        className,
      )}
      style={{
        background: `oklch(var(--avatar-l) var(--avatar-c) ${hue})`,
        color: `oklch(var(--avatar-ink-l) 0.08 ${hue})`,
      }}
    >
      {url === null ? initial(name) : <img src={url} alt="" draggable={false} className="size-full object-cover" />}
    </span>
  );
});

/** The bot's own mark. */
export function BotAvatar({ size = 'normal', className }: Pick<AvatarProps, 'size' | 'className'>) {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-accent text-on-accent',
        sizes[size],
        className,
      )}
    >
      <Sparkle className="size-[56%]" fill="currentColor" />
    </span>
  );
}
