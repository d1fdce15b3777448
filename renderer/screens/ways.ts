import type { Health } from '../../server/protocol/health.ts';
import type { Session } from '../state/types.ts';

/** How somebody can come in: as a guest, with a join code, or with an account. */
export type Way = 'name' | 'joinCode' | 'signIn' | 'register';

type SignedOut = Extract<Session, { kind: 'signed_out' }>;

/** The ways in to a server for who has shown no invite. */
export function waysInto({ registration, host }: Health): readonly Way[] {
  switch (registration) {
    case 'open':
      // Nobody is here yet: the first account is the host's, who should not lose it.
      return host === null ? ['register', 'signIn'] : ['name', 'signIn', 'register'];
    case 'invite':
      return ['joinCode', 'signIn'];
    case 'closed':
      // Nobody is here yet: the first account needs the link that the server printed.
      return host === null ? ['joinCode', 'signIn'] : ['signIn'];
    // A server of an earlier version, which knows no guests.
    case undefined:
      return ['signIn', 'register'];
  }
}

/** What to begin with: who was signed in a moment ago has an account. */
export function firstWay(ways: readonly Way[], reason: SignedOut['reason']): Way {
  return reason === 'expired' || reason === 'signed_out' ? 'signIn' : (ways[0] ?? 'signIn');
}
