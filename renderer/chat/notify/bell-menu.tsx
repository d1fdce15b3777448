import { Bell, BellDot, BellOff, Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { text } from '../../texts/text.ts';
import { Labelled } from '../../ui/labelled.tsx';
import { menuItem } from '../../ui/menu-item.ts';
import { useMenuPlace } from '../../ui/menu-place.ts';
import { choices, choiceText, chooseLevel, useLevel, useLevelChoice, useUsualLevel } from './levels.ts';

const icons = { all: Bell, mentions: BellDot, none: BellOff };

/** Chooses what is told of a chat. */
export function BellMenu({ chatId }: { chatId: number }) {
  const level = useLevel(chatId);
  const choice = useLevelChoice(chatId);
  const usual = useUsualLevel(chatId);
  const place = useMenuPlace();
  const Icon = icons[level];
  const label = text('level.menu', { level: text(`level.${level}`) });
  return (
    <DropdownMenu.Root modal={false}>
      <Labelled label={label}>
        <DropdownMenu.Trigger
          aria-label={label}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover coarse:size-10"
        >
          <Icon className="size-4" />
        </DropdownMenu.Trigger>
      </Labelled>
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.Content
          align="end"
          collisionPadding={8}
          className="z-30 w-64 animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <DropdownMenu.Label className="px-2 py-1.5 text-xs text-faint">{text('level.title')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={choice} onValueChange={(next) => chooseLevel(chatId, next)}>
            {choices.map((one) => (
              <DropdownMenu.RadioItem key={one} value={one} className={menuItem}>
                <span aria-hidden className="size-4 shrink-0">
                  <DropdownMenu.ItemIndicator>
                    <Check className="size-4 text-accent" />
                  </DropdownMenu.ItemIndicator>
                </span>
                {choiceText(one, usual)}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
