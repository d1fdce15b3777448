import type { Chat, Role } from '../protocol/chats.ts';
import type { ChatChange } from '../protocol/membership.ts';
import type { Audit } from './audit.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import { requireHost } from './host.ts';
import { tellChanged, tellGone, tellRemoved, tellRole } from './membership-news.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Roles, Store } from './ports/store.ts';
import type { StoredWebhook } from './ports/webhook-store.ts';
import type { Turns } from './turns.ts';

interface MembershipParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  chats: Chats;
  turns: Turns;
  audit: Audit;
  webhooks: { forgetChat(chatId: number, hooks: readonly StoredWebhook[]): void };
}

/**
 * What owner and admins do with a chat and with who takes part in it, and how people go. Every call rejects with AppError
 * `not_authorized` where the caller may not, and just the same where there is no such chat; with `rate_limited`.
 */
export class Membership {
  readonly #parts: MembershipParts;

  constructor(parts: MembershipParts) {
    this.#parts = parts;
  }

  /** Changes what a chat is called and about; for its owner and admins. @throws AppError `lobby_stays` */
  async change(caller: Account, chatId: number, { name, topic }: ChatChange): Promise<Chat> {
    const { store, backplane, chats } = this.#parts;
    await this.#limit(caller);
    if (!isOverMembers(await store.role(chatId, caller.id))) throw new AppError('not_authorized');
    if (name !== undefined && (await this.#isLobby(chatId))) {
      throw new AppError('lobby_stays', 'This chat is called as the party is. Its host names the party at its start.');
    }
    let isNew = false;
    await asNobody(
      store.changeChat(chatId, (chat) => {
        isNew = (name !== undefined && name !== chat.name) || (topic !== undefined && topic !== chat.topic);
        return isNew ? { ...(name !== undefined && { name }), ...(topic !== undefined && { topic }) } : null;
      }),
    );
    if (isNew) tellChanged(backplane, await chats.common(chatId), caller.username);
    return chats.get(caller.id, chatId);
  }

  /**
   * Makes somebody an admin or a member, or hands the chat over to them, which makes the caller an admin; for its owner.
   * @returns who it was. @throws AppError `user_not_found`, `owner_stays`
   */
  async setRole(caller: Account, chatId: number, userId: number, role: Role): Promise<Account> {
    const { store, backplane, chats } = this.#parts;
    await this.#limit(caller);
    const account = await store.account(userId);
    let isNew = false;
    await this.#changeRoles(chatId, (roles) => {
      if (roles.get(caller.id) !== 'owner') throw new AppError('not_authorized');
      if (!roles.has(userId)) throw new AppError('user_not_found');
      isNew = roles.get(userId) !== role;
      if (!isNew) return roles;
      if (userId === caller.id) throw new AppError('owner_stays', 'Hand the chat over to somebody else first.');
      const changed = new Map(roles).set(userId, role);
      return role === 'owner' ? changed.set(caller.id, 'admin') : changed;
    });
    if (!account) throw new AppError('user_not_found');
    if (!isNew) return account;
    tellRole(backplane, chatId, account, role, caller.username);
    if (role === 'owner') {
      tellRole(backplane, chatId, caller, 'admin', caller.username);
      tellChanged(backplane, await chats.common(chatId), caller.username);
    }
    return account;
  }

  /**
   * Ends somebody's part in a chat, at once and on every connection of theirs; what they wrote and asked stays. The owner
   * removes anybody else, admins remove members.
   * @returns who it was. @throws AppError `owner_stays`, `user_not_found`
   */
  async remove(caller: Account, chatId: number, userId: number): Promise<Account> {
    const { store, backplane } = this.#parts;
    await this.#limit(caller);
    const account = await store.account(userId);
    await this.#changeRoles(chatId, (roles) => {
      const role = roles.get(userId);
      if (!isOverMembers(roles.get(caller.id))) throw new AppError('not_authorized');
      if (role === undefined) throw new AppError('user_not_found');
      if (role === 'owner') throw new AppError('owner_stays');
      if (role === 'admin' && roles.get(caller.id) === 'admin') throw new AppError('not_authorized');
      return without(roles, userId);
    });
    if (!account) throw new AppError('user_not_found');
    tellGone(backplane, chatId, userId, 'removed');
    tellRemoved(backplane, chatId, account, { reason: 'removed', by: caller.username });
    return account;
  }

  /**
   * Ends the caller's own part in a chat.
   * @param newOwnerId who owns it then; the owner has to say. @throws AppError `owner_leaves`, `user_not_found`
   */
  async leave(caller: Account, chatId: number, newOwnerId?: number): Promise<void> {
    const { store, backplane, chats } = this.#parts;
    await this.#limit(caller);
    const heir = newOwnerId === undefined ? undefined : await store.account(newOwnerId);
    await this.#changeRoles(chatId, (roles) => {
      const role = roles.get(caller.id);
      if (role === undefined || (role !== 'owner' && newOwnerId !== undefined)) throw new AppError('not_authorized');
      const left = without(roles, caller.id);
      if (role !== 'owner') return left;
      if (newOwnerId === undefined) throw new AppError('owner_leaves');
      if (!left.has(newOwnerId)) throw new AppError('user_not_found');
      return left.set(newOwnerId, 'owner');
    });
    tellGone(backplane, chatId, caller.id, 'left');
    tellRemoved(backplane, chatId, caller, { reason: 'left' });
    if (!heir) return;
    tellRole(backplane, chatId, heir, 'owner', caller.username);
    tellChanged(backplane, await chats.common(chatId), caller.username);
  }

  /** Deletes a chat with all that is in it, for everybody; for its owner. @throws AppError `lobby_stays` */
  async delete(caller: Account, chatId: number): Promise<void> {
    const { store } = this.#parts;
    await this.#limit(caller);
    if ((await store.role(chatId, caller.id)) !== 'owner') throw new AppError('not_authorized');
    if (await this.#isLobby(chatId)) throw new AppError('lobby_stays');
    await this.#end(chatId, caller.id);
  }

  /**
   * Deletes anybody's chat, for the host of the server, who need not take part in it.
   * @throws AppError `not_authorized` for anybody else, `not_found`, `lobby_stays`
   */
  async deleteAny(caller: Account, chatId: number): Promise<void> {
    requireHost(caller);
    const { store, audit } = this.#parts;
    await this.#limit(caller);
    const chat = await store.chat(chatId);
    if (!chat) throw new AppError('not_found', 'That chat does not exist.');
    if (await this.#isLobby(chatId)) throw new AppError('lobby_stays');
    const userIds = await asNobody(this.#end(chatId, null));
    const target = {
      kind: 'chat' as const,
      id: chatId,
      ...(chat.is_group && chat.name !== null && { name: chat.name }),
    };
    await audit.record(caller, 'chat_deleted', { target, details: { participants: userIds.length } });
  }

  /** @param ownerId see `Store.removeChat` @returns who took part in it. */
  async #end(chatId: number, ownerId: number | null): Promise<number[]> {
    const { store, backplane, turns, webhooks } = this.#parts;
    const hooks = await store.webhooks.ofChat(chatId);
    const userIds = await store.removeChat(chatId, ownerId);
    turns.forget(chatId);
    webhooks.forgetChat(chatId, hooks);
    // What stays now goes with what nobody needs.
    await store.files.removeChat(chatId).catch(() => undefined);
    for (const userId of userIds) tellGone(backplane, chatId, userId, 'deleted');
    return userIds;
  }

  #limit({ id }: Account): Promise<void> {
    return this.#parts.limiter.consume('membership', `user:${id}`);
  }

  #changeRoles(chatId: number, change: (roles: Roles) => Roles): Promise<void> {
    return asNobody(this.#parts.store.changeRoles(chatId, change));
  }

  async #isLobby(chatId: number): Promise<boolean> {
    return (await this.#parts.store.settle({})).lobby_chat_id === chatId;
  }
}

/** True for who may change a chat and remove its members. */
export function isOverMembers(role: Role | undefined): boolean {
  return role === 'owner' || role === 'admin';
}

function without(roles: Roles, userId: number): Map<number, Role> {
  const left = new Map(roles);
  left.delete(userId);
  return left;
}

/** A chat that has been deleted in the meantime is as one that is not the caller's. */
async function asNobody<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? new AppError('not_authorized') : error;
  }
}
