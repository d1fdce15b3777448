import type { StoreApi } from 'zustand';
import type { Rest } from '../api/rest.ts';
import type { Invite } from '../../server/protocol/invites.ts';
import { loader } from './loading.ts';
import type { AppState, NewInviteInput } from './types.ts';

/** The invites that this user may hand out, newest first. */
export type Invites = {
  load: () => Promise<void>;
  create: (input: NewInviteInput) => Promise<Invite>;
  renew: (inviteId: number) => Promise<Invite>;
  revoke: (inviteId: number) => Promise<void>;
};

/** Keeps `AppState.invites` as the server has them. */
export function createInvites(store: StoreApi<AppState>, rest: Rest, isClosed: () => boolean): Invites {
  const load = loader<Invite>(
    { get: () => store.getState().invites, set: (invites) => store.setState({ invites }), isClosed },
    async () => (await rest.invites()).toSorted((a, b) => b.id - a.id),
  );

  function change(how: (list: readonly Invite[]) => readonly Invite[]) {
    const { invites } = store.getState();
    if (!isClosed() && invites.kind === 'ready')
      store.setState({ invites: { kind: 'ready', list: how(invites.list) } });
  }

  return {
    load,
    create: async (input) => {
      const made = await rest.createInvite(input);
      change((list) => [made, ...list]);
      return made;
    },
    renew: async (inviteId) => {
      const renewed = await rest.renewInvite(inviteId);
      change((list) => list.map((invite) => (invite.id === inviteId ? renewed : invite)));
      return renewed;
    },
    revoke: async (inviteId) => {
      await rest.revokeInvite(inviteId);
      change((list) => list.filter((invite) => invite.id !== inviteId));
    },
  };
}

/** True while the invite can be used. @param now milliseconds since the epoch */
export function isUsable(invite: Invite, now: number): boolean {
  return invite.expires_at === null || Date.parse(invite.expires_at) > now;
}

/** The newest invite that leads into this chat (null: into none) and can be used; undefined where there is none. */
export function usableInvite(list: readonly Invite[], chatId: number | null, now: number): Invite | undefined {
  return list.find((invite) => invite.chat_id === chatId && isUsable(invite, now));
}
