import { useEffect, useState } from 'react';
import type { User } from '../../server/protocol/users.ts';
import { USERNAME_MAX } from '../../server/protocol/limits.ts';
import { actions } from '../state/actions.ts';

/** Somebody who types is not asked for after each letter (milliseconds). */
const PAUSE = 150;

export type UserSearch = { query: string } & (
  { kind: 'idle' } | { kind: 'searching' } | { kind: 'found'; users: readonly User[] } | { kind: 'error' }
);

/** People whose names fit what is being typed. */
export function useUserSearch(typed: string, excludeChatId?: number): UserSearch {
  const query = typed.replace(/^@/, '').trim();
  const [search, setSearch] = useState<UserSearch>({ query: '', kind: 'idle' });
  useEffect(() => {
    if (query === '' || Array.from(query).length > USERNAME_MAX) return setSearch({ query, kind: 'idle' });
    setSearch((former) => (former.kind === 'found' ? former : { query, kind: 'searching' }));
    let isOver = false;
    const timer = setTimeout(() => {
      actions.searchUsers(query, excludeChatId).then(
        (users) => !isOver && setSearch({ query, kind: 'found', users }),
        () => !isOver && setSearch({ query, kind: 'error' }),
      );
    }, PAUSE);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, excludeChatId]);
  return search;
}
