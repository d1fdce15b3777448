import { Fragment } from 'react';
import { text, type TextKey } from '../texts/text.ts';
import { commandKey } from '../ui/command-key.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyCap } from '../ui/key-cap.tsx';

type Shortcut = { name: TextKey & `shortcuts.${string}`; keys: readonly string[] };

const shortcuts = (): readonly Shortcut[] => [
  { name: 'shortcuts.switch', keys: [commandKey(), 'K'] },
  { name: 'shortcuts.search', keys: [commandKey(), 'F'] },
  { name: 'shortcuts.searchAll', keys: [commandKey(), text('key.shift'), 'F'] },
  { name: 'shortcuts.previous', keys: [text('key.alt'), '↑'] },
  { name: 'shortcuts.next', keys: [text('key.alt'), '↓'] },
  { name: 'shortcuts.latest', keys: [text('key.escape')] },
  { name: 'shortcuts.send', keys: [text('key.enter')] },
  { name: 'shortcuts.newline', keys: [text('key.shift'), text('key.enter')] },
  { name: 'shortcuts.edit', keys: ['↑'] },
  { name: 'shortcuts.messages', keys: ['↑', '↓'] },
  { name: 'shortcuts.menu', keys: [text('key.enter')] },
  { name: 'shortcuts.reply', keys: ['R'] },
  { name: 'shortcuts.editOne', keys: ['E'] },
  { name: 'shortcuts.react', keys: ['+'] },
  { name: 'shortcuts.delete', keys: [text('key.delete')] },
  { name: 'shortcuts.back', keys: [text('key.escape')] },
  { name: 'shortcuts.help', keys: ['?'] },
];

/** Every key that does something. */
export function Shortcuts({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={text('shortcuts.title')}>
      <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2.5 text-sm">
        {shortcuts().map(({ name, keys }) => (
          <Fragment key={name}>
            <dt>{text(name)}</dt>
            <dd className="flex justify-end gap-1">
              {keys.map((key) => (
                <KeyCap key={key}>{key}</KeyCap>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
