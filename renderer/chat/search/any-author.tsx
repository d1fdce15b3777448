import { useState } from 'react';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import { text } from '../../texts/text.ts';
import { useUserSearch } from '../use-user-search.ts';
import { nameOf } from '../../state/profiles.ts';
import { useApp } from '../../state/store.ts';

interface AnyAuthorProps {
  id: string;
  className: string;
  /** Username, '' for anybody. */
  value: string;
  /** Whom the chats name; others are found while typing. */
  known: readonly string[];
  onChange: (username: string) => void;
}

/** Whose messages are looked for, among everybody: typed, with those offered whose name fits. */
export function AnyAuthor({ id, className, value, known, onChange }: AnyAuthorProps) {
  const [typed, setTyped] = useState(value);
  // Taken back by whoever clears all filters.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const found = useUserSearch(typed);
  const profiles = useApp((state) => state.profiles);
  const offered = found.kind === 'found' ? found.users.map(({ username }) => username) : [];
  const names = [...new Set([...offered, ...known, BOT_NAME])];
  const choose = (name: string) => {
    setShown(name);
    onChange(name);
  };
  const commit = () => {
    const name = typed.trim();
    if (name !== value) choose(name);
  };
  return (
    <>
      <input
        id={id}
        list={`${id}-names`}
        className={className}
        value={typed}
        placeholder={text('search.from.anyone')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value);
          // A part of a name is nobody's yet.
          if (target.value === '' || names.includes(target.value)) choose(target.value);
        }}
        onBlur={commit}
        onKeyDown={({ key, nativeEvent }) => {
          if (key === 'Enter' && !nativeEvent.isComposing) commit();
        }}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name}>
            {nameOf(profiles, name)}
          </option>
        ))}
      </datalist>
    </>
  );
}
