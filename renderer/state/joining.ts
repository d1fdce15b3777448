import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import type { Environment } from './environment.ts';
import type { SessionOwner } from './session.ts';
import type { Actions, AppState, PendingInvite } from './types.ts';

type Joining = Pick<
  Actions,
  | 'loadHealth'
  | 'showInvite'
  | 'checkInvite'
  | 'dropInvite'
  | 'acceptInvite'
  | 'joinAsGuest'
  | 'register'
  | 'signIn'
  | 'upgrade'
> & {
  /** Makes this invite the pending one, and checks it. */
  bring: (secret: string) => void;
};

/** The ways in: with an invite or without, as a guest or with an account. */
export function createJoining(store: StoreApi<AppState>, session: SessionOwner, environment: Environment): Joining {
  const { anonymous } = session;

  /** The pending invite as a part of a request. */
  function shown(): { invite?: string } {
    const { invite } = store.getState();
    return invite === null ? {} : { invite: invite.secret };
  }

  async function checkInvite() {
    const pending = store.getState().invite;
    if (pending === null) return;
    const checking: PendingInvite = { ...pending, check: { kind: 'checking' } };
    store.setState({ invite: checking });
    const check = await outcomeOf(anonymous().checkInvite(pending.secret));
    // Another invite may have taken its place.
    if (store.getState().invite === checking) store.setState({ invite: { ...pending, check } });
  }

  async function signIn(input: Parameters<Actions['signIn']>[0]) {
    const { access_token: token } = await anonymous().login(input);
    session.admit({ token, user: await anonymous(token).me() });
  }

  return {
    bring: (secret) => {
      store.setState({ invite: { secret, check: { kind: 'checking' } } });
      void checkInvite();
    },
    loadHealth: async () => {
      const { server } = store.getState();
      const health = await anonymous().health();
      if (store.getState().server === server) store.setState({ health });
    },
    showInvite: async (secret) => {
      const invite = await anonymous().checkInvite(secret);
      store.setState({ invite: { secret, check: { kind: 'valid', invite } } });
    },
    checkInvite,
    dropInvite: () => store.setState({ invite: null }),
    acceptInvite: async () => {
      const { invite } = store.getState();
      return invite === null ? null : session.required().rest.acceptInvite(invite.secret);
    },
    joinAsGuest: async (name) => {
      const password = environment.newSecret();
      const input = { display_name: name, password, ...shown() };
      const { access_token: token, user, chat_id } = await anonymous().guest(input);
      session.admit({ token, user, guest_password: password });
      return chat_id;
    },
    register: async (input) => {
      await anonymous().register({ ...shown(), ...input });
      await signIn({ username: input.username, password: input.password });
    },
    signIn,
    upgrade: async (input) => session.upgraded(await session.required().rest.upgrade(input)),
  };
}

async function outcomeOf(checked: ReturnType<ReturnType<SessionOwner['anonymous']>['checkInvite']>) {
  try {
    return { kind: 'valid', invite: await checked } as const;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isFinal = error.code === 'invite_invalid' || error.status === 422;
    return { kind: isFinal ? 'refused' : 'failed', error: error.message } as const;
  }
}
