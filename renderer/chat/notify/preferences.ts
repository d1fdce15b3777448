import { toast } from 'sonner';
import type { Preferences, PreferencesChange } from '../../../server/protocol/preferences.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { errorText } from '../error-text.ts';

/** Changes preferences, and says so where that fails. */
export function changePreferences(change: PreferencesChange): void {
  actions.setPreferences(change).catch((failure: unknown) => {
    toast.error(text('level.failed', { reason: errorText(failure) }));
  });
}

/** Whether somebody wants to be left alone just now, apart from their quiet hours. @param now milliseconds since the epoch */
export function isPaused({ paused_until }: Preferences, now: number): boolean {
  return paused_until !== null && Date.parse(paused_until) > now;
}
