import type { PresenceStatus } from '../../server/protocol/presence.ts';
import type { AppState, PresenceState } from './types.ts';

const unknown: PresenceState = { status: 'offline', lastSeen: null };

/** The state with how these are here; whoever did not change keeps their identity. */
export function withPresence(
  state: AppState,
  entries: readonly { username: string; status?: PresenceStatus | undefined; last_seen?: string | null | undefined }[],
): AppState {
  const changed = entries.flatMap(({ username, status, last_seen: lastSeen = null }) => {
    const known = state.presence[username];
    if (status === undefined || (known?.status === status && known.lastSeen === lastSeen)) return [];
    return [[username, { status, lastSeen }] as const];
  });
  return changed.length === 0 ? state : { ...state, presence: { ...state.presence, ...Object.fromEntries(changed) } };
}

/** How somebody is here, as far as this window knows. */
export function presenceOf(state: AppState, username: string): PresenceState {
  return state.presence[username] ?? unknown;
}
