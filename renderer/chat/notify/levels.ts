import { toast } from 'sonner';
import type { NotifyLevel } from '../../../server/protocol/preferences.ts';
import { actions } from '../../state/actions.ts';
import { levelOf, preferencesOf, usualLevel } from '../../state/levels.ts';
import { quietUntil } from '../../state/quiet.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { errorText } from '../error-text.ts';

/** What can be chosen for a chat; the first leaves it to the preferences. */
export const choices = ['default', 'all', 'mentions', 'none'] as const;
export type LevelChoice = (typeof choices)[number];

/** What is told of a chat. */
export const useLevel = (chatId: number): NotifyLevel => useApp((state) => levelOf(state, chatId));

/** True while nothing of a chat is told. */
export const useMuted = (chatId: number): boolean => useLevel(chatId) === 'none';

/** What was chosen for a chat. */
export const useLevelChoice = (chatId: number): LevelChoice =>
  useApp((state) => state.chats[chatId]?.chat.notify ?? 'default');

/** What is told of a chat for which nothing else is chosen. */
export const useUsualLevel = (chatId: number): NotifyLevel =>
  useApp((state) => {
    const chat = state.chats[chatId]?.chat;
    const preferences = preferencesOf(state);
    return chat === undefined ? preferences.notify : usualLevel(preferences, chat);
  });

/** A choice in words. @param usual what the first one comes to */
export function choiceText(choice: LevelChoice, usual: NotifyLevel): string {
  return choice === 'default' ? text('level.default', { level: text(`level.${usual}`) }) : text(`level.${choice}`);
}

/** Chooses, and says so where that fails. */
export function chooseLevel(chatId: number, choice: string): void {
  const level = choices.find((one) => one === choice) ?? 'default';
  actions.setNotifyLevel(chatId, level === 'default' ? null : level).catch((failure: unknown) => {
    toast.error(text('level.failed', { reason: errorText(failure) }));
  });
}

/** Until when nothing is told, in milliseconds since the epoch; null while news are told. */
export function useQuietUntil(): number | null {
  const now = useNow(15_000);
  const preferences = useApp(preferencesOf);
  return quietUntil(preferences, now);
}
