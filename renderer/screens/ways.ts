import type { Health } from '../../server/protocol/health.ts';
import type { Session } from '../state/types.ts';

/** How somebody can come in: as a guest, with a join code, or with an account. */
export type Way = 'name' | 'joinCode' | 'signIn' | 'register';

type SignedOut = Extract<Session, { kind: 'signed_out' }>;

/** The ways in to a server for who has shown no invite. */
export function waysInto({ registration, host }: Pick<Health, 'registration' | 'host'>): readonly Way[] {
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

/** Whoever is signed out for one of these still has an account. */
const withAccount: ReadonlySet<SignedOut['reason']> = new Set(['expired', 'signed_out', 'ended', 'password']);

/** What to begin with. */
export function firstWay(ways: readonly Way[], reason: SignedOut['reason']): Way {
  return withAccount.has(reason) ? 'signIn' : (ways[0] ?? 'signIn');
}
