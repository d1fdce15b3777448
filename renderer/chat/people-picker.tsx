import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { text } from '../texts/text.ts';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/field.tsx';
import { GuestBadge } from './account/guest-badge.tsx';
import { useMe } from './me.ts';
import { joinPicked, splitPicked } from './picked.ts';
import { useUserSearch } from './use-user-search.ts';
import { NameWithHandle } from './person/name-with-handle.tsx';
import { PersonAvatar } from './person/person-avatar.tsx';
import { PersonName } from './person/person-name.tsx';

interface PeoplePickerProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What was chosen and typed, as one text; see `splitPicked`. */
  people: string;
  onChange: (people: string) => void;
  /** More than one can be chosen. */
  several: boolean;
  /** Those who take part there are not offered. */
  excludeChatId?: number;
  /** It has not the focus from the start. */
  isLater?: boolean;
}

/** Picks people by typing a part of their names: those who fit are offered, a whole name does as well. */
export function PeoplePicker(props: PeoplePickerProps) {
  const { label, hint, error, people, onChange, several, excludeChatId, isLater } = props;
  const id = useId();
  const me = useMe();
  const [at, setAt] = useState(-1);
  const [isClosed, setClosed] = useState(false);
  const { names, typed } = several ? splitPicked(people) : { names: [], typed: people };
  const search = useUserSearch(typed, excludeChatId);
  const users = search.kind === 'found' ? search.users : [];
  const offered = users.filter(({ id: userId, username }) => userId !== me.id && !names.includes(username));
  const isOpen = !isClosed && typed.trim() !== '' && offered.length > 0;
  const active = isOpen && at >= 0 ? offered[Math.min(at, offered.length - 1)] : undefined;
  const set = (nextNames: readonly string[], nextTyped: string) => {
    setAt(-1);
    onChange(several ? joinPicked(nextNames, nextTyped) : nextTyped);
  };
  const pick = (username: string) => {
    if (several) return set([...names, username], '');
    set([], username);
    setClosed(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' && offered.length > 0) {
      setClosed(false);
      setAt(Math.min(at + 1, offered.length - 1));
    } else if (event.key === 'ArrowUp' && isOpen) setAt(Math.max(at - 1, -1));
    else if (event.key === 'Enter' && active) pick(active.username);
    else if (event.key === 'Escape' && isOpen) {
      setClosed(true);
      setAt(-1);
    } else if (event.key === 'Backspace' && typed === '' && names.length > 0) set(names.slice(0, -1), '');
    else return;
    event.preventDefault();
  };
  const isNone = search.kind === 'found' && offered.length === 0 && !isClosed;
  return (
    <div>
      {names.length > 0 && (
        <ul className="mb-1.5 flex flex-wrap gap-1.5">
          {names.map((name, place) => (
            <li
              key={name}
              className="flex h-7 items-center gap-1 rounded-full bg-accent-soft pe-1 ps-2.5 text-sm coarse:h-10"
            >
              <PersonName username={name} className="max-w-40 truncate" />
              <button
                type="button"
                aria-label={text('picker.remove', { name })}
                onClick={() => set(names.toSpliced(place, 1), typed)}
                className="flex size-5 items-center justify-center rounded-full text-soft hover:bg-hover hover:text-ink coarse:size-8"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field
        label={label}
        hint={hint}
        error={error}
        data-takes-escape={isOpen || undefined}
        data-not-first={isLater === true ? true : undefined}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={active && `${id}-${active.id}`}
        value={typed}
        onChange={(event) => {
          setClosed(false);
          set(names, event.target.value);
        }}
        onKeyDown={onKeyDown}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p role="status" className={cx('text-xs text-faint', !isNone && search.kind !== 'error' && 'sr-only')}>
        {isNone && text('picker.none', { query: search.query })}
        {search.kind === 'error' && text('picker.error')}
        {isOpen && text('picker.found', { count: offered.length })}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={text('picker.list')}
        className={cx('max-h-48 overflow-y-auto', isOpen && 'mt-1 rounded-md border border-line p-1')}
      >
        {isOpen &&
          offered.map(({ id: userId, username, is_guest }, index) => (
            // The keys are handled by the text field, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={userId}
              id={`${id}-${userId}`}
              role="option"
              tabIndex={-1}
              aria-selected={username === active?.username}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setAt(index)}
              onClick={() => pick(username)}
              className={cx(
                'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 coarse:h-11',
                username === active?.username && 'bg-hover',
              )}
            >
              <PersonAvatar username={username} size="small" />
              <NameWithHandle username={username} className="text-sm" />
              {is_guest === true && <GuestBadge />}
            </div>
          ))}
      </div>
    </div>
  );
}
