import { Check } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { text } from '../../texts/text.ts';
import { menuItem } from '../../ui/menu-item.ts';
import { useMenuPlace } from '../../ui/menu-place.ts';
import { choices, choiceText, chooseLevel, useLevelChoice, useUsualLevel } from '../notify/levels.ts';

/** What can be done with a chat in the list: with the other mouse button, the menu key, or a long press. */
export function ChatMenu({ chatId, children }: { chatId: number; children: ReactNode }) {
  const choice = useLevelChoice(chatId);
  const usual = useUsualLevel(chatId);
  const place = useMenuPlace();
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={place}>
        <ContextMenu.Content
          collisionPadding={8}
          className="z-30 w-64 max-w-(--radix-context-menu-content-available-width) animate-appear rounded-lg bg-raised p-1 shadow-float"
        >
          <ContextMenu.Label className="px-2 py-1.5 text-xs text-faint">{text('level.title')}</ContextMenu.Label>
          <ContextMenu.RadioGroup value={choice} onValueChange={(next) => chooseLevel(chatId, next)}>
            {choices.map((one) => (
              <ContextMenu.RadioItem key={one} value={one} className={menuItem}>
                <span aria-hidden className="size-4 shrink-0">
                  <ContextMenu.ItemIndicator>
                    <Check className="size-4 text-accent" />
                  </ContextMenu.ItemIndicator>
                </span>
                {choiceText(one, usual)}
              </ContextMenu.RadioItem>
            ))}
          </ContextMenu.RadioGroup>
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
