import { AppError } from '../core/errors.ts';
import type { InviteRenewal, NewStoredInvite, StoredInvite } from '../core/ports/store.ts';
import { digest } from './digest.ts';

/** The invites of a memory store; see `Store` for what each call does. */
export class MemoryInvites {
  readonly byId = new Map<number, StoredInvite>();
  #lastId = 0;

  add(invite: NewStoredInvite): StoredInvite | undefined {
    if (this.#isTaken(invite)) return undefined;
    const added = { ...invite, id: ++this.#lastId, uses: 0 };
    this.byId.set(added.id, added);
    return added;
  }

  find(secret: string): StoredInvite | undefined {
    const wanted = digest(secret);
    return [...this.byId.values()].find(({ token, code }) => digest(token) === wanted || digest(code) === wanted);
  }

  renew(inviteId: number, renewal: InviteRenewal): StoredInvite | undefined {
    const invite = this.byId.get(inviteId);
    if (!invite) throw new AppError('not_found');
    return this.#isTaken(renewal) ? undefined : Object.assign(invite, renewal);
  }

  use(inviteId: number | undefined): void {
    if (inviteId === undefined) return;
    const invite = this.byId.get(inviteId);
    if (!invite) throw new AppError('invite_invalid');
    invite.uses++;
  }

  /** Those that somebody has made; where a chat is given, those into it. */
  removeOf(userId: number, chatId?: number): void {
    for (const { id, created_by, chat_id } of this.byId.values()) {
      if (created_by === userId && (chatId === undefined || chat_id === chatId)) this.byId.delete(id);
    }
  }

  removeInto(chatId: number): void {
    for (const { id, chat_id } of this.byId.values()) if (chat_id === chatId) this.byId.delete(id);
  }

  #isTaken({ token, code }: Pick<StoredInvite, 'token' | 'code'>): boolean {
    return this.find(token) !== undefined || this.find(code) !== undefined;
  }
}
