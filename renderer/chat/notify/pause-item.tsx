import { Bell, Moon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { preferencesOf } from '../../state/levels.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { menuItem } from '../../ui/menu-item.ts';
import { useNow } from '../../ui/use-now.ts';
import { changePreferences, isPaused } from './preferences.ts';

const HOUR = 3_600_000;

/** Leaves the reader alone for an hour, or does so no more. */
export function PauseItem() {
  const paused = isPaused(useApp(preferencesOf), useNow(15_000));
  const Icon = paused ? Bell : Moon;
  const change = () => changePreferences({ paused_until: paused ? null : new Date(Date.now() + HOUR).toISOString() });
  return (
    <DropdownMenu.Item className={menuItem} onSelect={change}>
      <Icon aria-hidden className="size-4 text-faint" />
      {text(paused ? 'quiet.resume' : 'quiet.menu')}
    </DropdownMenu.Item>
  );
}
