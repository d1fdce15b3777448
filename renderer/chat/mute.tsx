import { Bell, BellOff } from 'lucide-react';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** True while a chat neither notifies nor counts. */
export const useMuted = (chatId: number): boolean => useApp((state) => state.muted.includes(chatId));

/** Switches do-not-disturb of a chat. */
export function MuteButton({ chatId }: { chatId: number }) {
  const muted = useMuted(chatId);
  const Icon = muted ? BellOff : Bell;
  return (
    <IconButton
      label={text(muted ? 'mute.off' : 'mute.on')}
      aria-pressed={muted}
      onClick={() => actions.setMuted(chatId, !muted)}
    >
      <Icon className="size-4" />
    </IconButton>
  );
}
