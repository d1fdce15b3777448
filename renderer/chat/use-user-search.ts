import { useEffect, useState } from 'react';
import type { User } from '../../server/protocol/users.ts';
import { DISPLAY_NAME_MAX } from '../../server/protocol/profiles.ts';
import { foldWord } from './fold.ts';
import { actions } from '../state/actions.ts';

/** Somebody who types is not asked for after each letter (milliseconds). */
const PAUSE = 150;

export type UserSearch = { query: string } & (
  { kind: 'idle' } | { kind: 'searching' } | { kind: 'found'; users: readonly User[] } | { kind: 'error' }
);

/** People whose names fit what is being typed. */
export function useUserSearch(typed: string, excludeChatId?: number): UserSearch {
  const query = typed.replace(/^@/, '').trim();
  const isAsking = query !== '' && Array.from(query).length <= DISPLAY_NAME_MAX;
  const [answer, setAnswer] = useState<{ query: string; users: readonly User[] | null } | null>(null);
  useEffect(() => {
    if (!isAsking) return undefined;
    let isOver = false;
    const timer = setTimeout(() => {
      actions.searchUsers(query, excludeChatId).then(
        (users) => !isOver && setAnswer({ query, users }),
        () => !isOver && setAnswer({ query, users: null }),
      );
    }, PAUSE);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, isAsking, excludeChatId]);
  if (!isAsking) return { query, kind: 'idle' };
  if (answer?.query === query) {
    return answer.users === null ? { query, kind: 'error' } : { query, kind: 'found', users: answer.users };
  }
  // Until its answer is there, whoever of the last one fits still stays.
  const users =
    answer?.users?.filter(({ username, display_name: name }) =>
      [username, name ?? ''].some((one) => foldWord(one).includes(foldWord(query))),
    ) ?? [];
  return users.length > 0 ? { query, kind: 'found', users } : { query, kind: 'searching' };
}
