import { Popover } from 'radix-ui';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { BotAvatar } from '../../ui/avatar.tsx';

/** Which bot answers here; opens what that means. */
export function BotBadge() {
  const bot = useApp((state) => state.health?.bot);
  if (bot === undefined) return null;
  const demo = bot.kind === 'demo';
  return (
    <Popover.Root>
      <Popover.Trigger className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-start text-sm text-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover coarse:h-11">
        <BotAvatar size="small" />
        <span className="min-w-0 flex-1 truncate">{demo ? text('bot.name') : bot.model}</span>
        {demo && <span className="rounded bg-warn-soft px-1.5 text-xs font-medium text-warn">{text('bot.demo')}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={text(demo ? 'bot.demo.title' : 'bot.gemini.title')}
          className="z-30 w-72 animate-appear rounded-lg bg-raised p-4 text-sm shadow-float outline-none"
        >
          <h3 className="font-semibold">{text(demo ? 'bot.demo.title' : 'bot.gemini.title')}</h3>
          <p className="mt-1 text-soft">{text(demo ? 'bot.demo.text' : 'bot.gemini.text')}</p>
          <p className="mt-2 text-xs break-words text-faint">{text('bot.model', { model: bot.model })}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
