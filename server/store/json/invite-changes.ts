import { AppError } from '../../core/errors.ts';
import type { InviteRenewal, NewStoredInvite, StoredInvite } from '../../core/ports/store.ts';
import { digest } from '../digest.ts';
import type { Change } from './document.ts';
import { inviteIndex } from './document-index.ts';

type Invites = readonly StoredInvite[];

/** See `Store.addInvite`. */
export function addInvite(invite: NewStoredInvite): Change<StoredInvite | undefined> {
  const { token, code, chat_id, created_by, created_at, expires_at } = invite;
  return (data) => {
    if (isTaken(data.invites, token, code)) return { data, result: undefined };
    const id = data.last_ids.invite + 1;
    const added = { id, token, code, chat_id, created_by, created_at, expires_at, uses: 0 };
    return {
      data: { ...data, last_ids: { ...data.last_ids, invite: id }, invites: [...data.invites, added] },
      result: { ...added },
    };
  };
}

/** See `Store.renewInvite`. */
export function renewInvite(inviteId: number, renewal: InviteRenewal): Change<StoredInvite | undefined> {
  const { token, code, created_at, expires_at } = renewal;
  return (data) => {
    const invite = inviteIndex(data.invites).byId.get(inviteId);
    if (!invite) throw new AppError('not_found');
    if (isTaken(data.invites, token, code)) return { data, result: undefined };
    const renewed = { ...invite, token, code, created_at, expires_at };
    const invites = data.invites.map((other) => (other === invite ? renewed : other));
    return { data: { ...data, invites }, result: { ...renewed } };
  };
}

/** See `Store.removeInvite`. */
export function removeInvite(inviteId: number): Change<boolean> {
  return (data) => {
    const invites = data.invites.filter(({ id }) => id !== inviteId);
    const isGone = invites.length < data.invites.length;
    return { data: isGone ? { ...data, invites } : data, result: isGone };
  };
}

/** The invites after one of them, if any, was used once more. @throws AppError `invite_invalid` where it is gone. */
export function useInvite(invites: StoredInvite[], inviteId: number | undefined): StoredInvite[] {
  if (inviteId === undefined) return invites;
  if (!inviteIndex(invites).byId.has(inviteId)) throw new AppError('invite_invalid');
  return invites.map((invite) => (invite.id === inviteId ? { ...invite, uses: invite.uses + 1 } : invite));
}

function isTaken(invites: Invites, token: string, code: string): boolean {
  const { bySecret } = inviteIndex(invites);
  return bySecret.has(digest(token)) || bySecret.has(digest(code));
}
