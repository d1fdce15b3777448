import type { User } from '../../server/protocol/users.ts';
import { useApp } from '../state/store.ts';

const nobody: User = { id: 0, username: '', created_at: '1970-01-01T00:00:00.000Z' };

/** The signed-in user. The chat screen exists only while there is one. */
export function useMe(): User {
  return useApp((state) => (state.session.kind === 'signed_in' ? state.session.user : nobody));
}
