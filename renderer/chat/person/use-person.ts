import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { BOT_NAME } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { isIntegration, type Author } from '../../state/author.ts';
import { fullNameOf } from '../../state/profiles.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';

/** What no account can be called has no profile. */
const mayBeAccount = (username: string) => username !== '' && username !== BOT_NAME && !/\s/.test(username);

function useWatched(usernames: readonly string[]): void {
  const isSignedIn = useApp((state) => state.session.kind === 'signed_in');
  const key = usernames.filter(mayBeAccount).join(' ');
  useEffect(() => (isSignedIn && key !== '' ? actions.watchProfiles(key.split(' ')) : undefined), [key, isSignedIn]);
}

/**
 * What somebody is called, as far as it is known; it is asked for where it is not.
 * @param chatId where others could be called the same: then with the username behind it.
 */
export function useName(username: string, chatId: number | null = null): string {
  useWatched([username]);
  return useApp((state) => fullNameOf(state, username, chatId));
}

/** What the author of something is called, in plain text; '' for that of nothing. See `useName`. */
export function useAuthorName(author: Author | undefined, chatId: number): string {
  const isProgram = author !== undefined && isIntegration(author);
  const called = useName(author === undefined || isProgram ? '' : author.username, chatId);
  return isProgram ? text('integration.named', { name: author.username }) : called;
}

/** What these are called; see `useName`. */
export function useNames(usernames: readonly string[], chatId: number | null = null): readonly string[] {
  useWatched(usernames);
  return useApp(useShallow((state) => usernames.map((username) => fullNameOf(state, username, chatId))));
}
