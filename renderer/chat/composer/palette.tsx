import { Sparkle } from 'lucide-react';
import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { text } from '../../texts/text.ts';

const command = BOT_COMMAND.trim();

/** True while what is typed may become a command. */
export const mayBeCommand = (draft: string) => draft.startsWith('/') && command.startsWith(draft);

/** The commands that fit what is typed so far. */
export function Palette({ id, onPick }: { id: string; onPick: () => void }) {
  return (
    <div
      id={id}
      role="group"
      aria-label={text('composer.palette')}
      className="absolute right-0 bottom-full left-0 z-20 mb-2 animate-appear rounded-lg bg-raised p-1 shadow-float"
    >
      <button
        type="button"
        // The text field keeps the focus.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPick}
        className="flex min-h-10 w-full items-center gap-2.5 rounded-md bg-hover px-2.5 text-left"
      >
        <Sparkle aria-hidden className="size-4 shrink-0 text-accent" fill="currentColor" />
        <span className="font-mono text-sm whitespace-nowrap">
          <span className="font-medium">{command}</span>{' '}
          <span className="text-faint">{text('composer.palette.bot')}</span>
        </span>
        <span className="ml-auto min-w-0 truncate text-xs text-soft max-sm:hidden">
          {text('composer.palette.bot.text')}
        </span>
      </button>
    </div>
  );
}
