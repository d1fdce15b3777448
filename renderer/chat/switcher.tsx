import { useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/dialog.tsx';
import { inputClass } from '../ui/field.tsx';
import { Name } from '../ui/name.tsx';
import { foldWord } from './fold.ts';
import { KindIcon } from './kind-icon.tsx';
import { useMe } from './me.ts';
import { chatTitle } from './title.ts';

/** More than this many are not looked through: a few letters more find the chat. */
const SHOWN = 50;

function SwitcherList({ onDone }: { onDone: () => void }) {
  const me = useMe();
  const chats = useApp(
    useShallow((state) => state.chatOrder.flatMap((id) => (state.chats[id] ? [state.chats[id].chat] : []))),
  );
  const profiles = useApp((state) => state.profiles);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const wanted = foldWord(query.trim());
  const all = chats
    .map((chat) => ({ chat, title: chatTitle(chat, me.username, profiles) }))
    .filter(({ title }) => foldWord(title).includes(wanted));
  const found = all.slice(0, SHOWN);
  const active = Math.min(at, found.length - 1);
  const go = (id: number | undefined) => {
    if (id === undefined) return;
    onDone();
    navigate(`/chats/${id}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(found[active]?.chat.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls="switcher-list"
        aria-activedescendant={found[active] && `switcher-${found[active].chat.id}`}
        aria-label={text('switcher.title')}
        placeholder={text('switcher.placeholder')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        autoComplete="off"
        className={inputClass}
      />
      {found.length === 0 && (
        <p role="status" className="px-2 pt-4 text-sm text-soft">
          {text('switcher.none', { query: query.trim() })}
        </p>
      )}
      <div
        id="switcher-list"
        role="listbox"
        aria-label={text('switcher.list')}
        className="mt-2 max-h-80 overflow-y-auto"
      >
        {found.map(({ chat, title }, index) => (
          // The keys are handled by the text field, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={chat.id}
            id={`switcher-${chat.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            ref={index === active ? (element) => element?.scrollIntoView?.({ block: 'nearest' }) : undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => go(chat.id)}
            className={cx('flex h-10 items-center gap-2.5 rounded-md px-2.5 text-sm', index === active && 'bg-hover')}
          >
            <KindIcon chat={chat} className="size-4 text-faint" />
            <Name className="min-w-0 flex-1 truncate">{title}</Name>
          </div>
        ))}
      </div>
      {all.length > SHOWN && (
        <p role="status" className="px-2.5 pt-2 text-xs text-faint">
          {text('switcher.more', { count: all.length - SHOWN })}
        </p>
      )}
    </>
  );
}

/** Goes to a chat by a part of its name. */
export function Switcher({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('switcher.title')}
      description={text('switcher.description')}
    >
      <SwitcherList onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
