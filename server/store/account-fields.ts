import type { Account } from '../core/ports/store.ts';
import { defaultPreferences } from '../protocol/preferences.ts';

/** What an account has of which nothing more is known. */
export const newAccountFields = {
  hides_last_seen: false,
  display_name: null,
  about: null,
  avatar: null,
  tokens_from: null,
  banned_at: null,
  preferences: defaultPreferences,
} satisfies Partial<Account>;

/** An account that shares nothing with the one it is made of. */
export function copyAccount(account: Account): Account {
  const { preferences } = account;
  const { quiet_hours } = preferences;
  return { ...account, preferences: { ...preferences, quiet_hours: quiet_hours && { ...quiet_hours } } };
}
