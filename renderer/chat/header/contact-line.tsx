import { presenceOf } from '../../state/presence.ts';
import { useApp } from '../../state/store.ts';
import { useShallow } from 'zustand/react/shallow';
import { useNow } from '../../ui/use-now.ts';
import { presenceText } from '../presence-text.ts';

/** How the other one of a chat between two is here. */
export function ContactLine({ username }: { username: string }) {
  const presence = useApp(useShallow((state) => presenceOf(state, username)));
  const now = useNow(30_000);
  return <p className="truncate text-xs leading-4 text-faint coarse:-mt-1">{presenceText(presence, now)}</p>;
}
