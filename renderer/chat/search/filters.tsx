import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { AnyAuthor } from './any-author.tsx';
import { countFilters, nothingAsked, type SearchInput } from './search-input.ts';
import { useNames } from '../person/use-person.ts';

const none: readonly string[] = [];

/** Whose messages could be looked for: everybody in the chat, or whom the chats name. */
function useAuthors(chatId: number | null): readonly string[] {
  const participants = useApp((state) => (chatId === null ? null : (state.chats[chatId]?.participants ?? null)));
  const named = useApp(
    useShallow((state) =>
      chatId === null ? state.chatOrder.flatMap((id) => state.chats[id]?.chat.participant_usernames ?? none) : none,
    ),
  );
  useEffect(() => {
    // Without the list there is one filter less, which is no reason to disturb anybody.
    if (chatId !== null && participants === null) actions.loadParticipants(chatId).catch(() => undefined);
  }, [chatId, participants]);
  return useMemo(() => {
    const names = chatId === null ? named : (participants ?? []).map(({ username }) => username);
    return [...[...new Set(names)].toSorted((a, b) => a.localeCompare(b)), BOT_NAME];
  }, [chatId, named, participants]);
}

const small = `${inputClass} px-2 text-sm`;

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-0.5 block text-xs font-medium text-soft">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface FiltersProps {
  chatId: number | null;
  input: SearchInput;
  onChange: (part: Partial<SearchInput>) => void;
}

function FilterFields({ chatId, input, onChange }: FiltersProps) {
  const authors = useAuthors(chatId);
  // Somebody who is gone, or not in this chat, stays chosen until another is.
  const names = input.from === '' || authors.includes(input.from) ? authors : [input.from, ...authors];
  const called = useNames(names, chatId);
  return (
    <div className="grid grid-cols-2 gap-2 pb-1">
      <Labelled label={text('search.from')}>
        {(id) =>
          chatId === null ? (
            <AnyAuthor
              id={id}
              className={small}
              value={input.from}
              known={authors}
              onChange={(from) => onChange({ from })}
            />
          ) : (
            <select
              id={id}
              className={small}
              value={input.from}
              onChange={({ target }) => onChange({ from: target.value })}
            >
              <option value="">{text('search.from.anyone')}</option>
              {names.map((name, place) => (
                <option key={name} value={name}>
                  {called[place]}
                </option>
              ))}
            </select>
          )
        }
      </Labelled>
      <label className="flex items-center gap-2 self-end pb-2 text-sm coarse:pb-3">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={input.hasFile}
          onChange={({ target }) => onChange({ hasFile: target.checked })}
        />
        {text('search.hasFile')}
      </label>
      <Labelled label={text('search.since')}>
        {(id) => (
          <input
            id={id}
            type="date"
            className={small}
            value={input.since}
            max={input.until || undefined}
            onChange={({ target }) => onChange({ since: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={text('search.until')}>
        {(id) => (
          <input
            id={id}
            type="date"
            className={small}
            value={input.until}
            min={input.since || undefined}
            onChange={({ target }) => onChange({ until: target.value })}
          />
        )}
      </Labelled>
    </div>
  );
}

/** What narrows a search down, behind a button that tells how much of it is set. */
export function Filters(props: FiltersProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const count = countFilters(props.input);
  return (
    <div>
      <div className="flex items-center justify-between">
        <Button kind="quiet" size="small" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden className="size-3.5" />
          {count === 0 ? text('search.filters') : text('search.filters.active', { count })}
        </Button>
        {count > 0 && (
          <Button
            kind="link"
            size="small"
            onClick={() => props.onChange({ ...nothingAsked, query: props.input.query })}
          >
            {text('search.filters.clear')}
          </Button>
        )}
      </div>
      <div id={id} hidden={!isOpen} className="pt-1">
        {isOpen && <FilterFields {...props} />}
      </div>
    </div>
  );
}
