import { MESSAGE_MAX } from '../../../server/protocol/limits.ts';
import { useApp } from '../../state/store.ts';

/** Characters that a message may have on this server; the usual number until it has told. */
export function useMessageMax(): number {
  return useApp((state) => state.health?.message_max ?? MESSAGE_MAX);
}
