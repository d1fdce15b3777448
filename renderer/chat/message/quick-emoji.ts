import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../../state/store.ts';

/** For who has not picked that many yet. */
const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

/** The emoji that are offered at once: those picked last, then the usual ones. */
export function useQuickEmoji(count: number): readonly string[] {
  return useApp(useShallow(({ emojiUse }) => [...new Set([...emojiUse.recent, ...usual])].slice(0, count)));
}
