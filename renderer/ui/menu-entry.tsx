import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { menuItem } from './menu-item.ts';

interface MenuEntryProps {
  icon: LucideIcon;
  label: string;
  onSelect: () => void;
}

/** An act in a menu that a button opens. */
export function MenuEntry({ icon: Icon, label, onSelect }: MenuEntryProps) {
  return (
    <DropdownMenu.Item className={menuItem} onSelect={onSelect}>
      <Icon aria-hidden className="size-4 text-faint" />
      {label}
    </DropdownMenu.Item>
  );
}
