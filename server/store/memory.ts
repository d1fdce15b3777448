import { AppError } from '../core/errors.ts';
import type { Erasure, PasswordReset } from '../core/ports/store.ts';
import type { Account, LogSize, PageRequest, Settings, Store, StoredChat, StoredMessage } from '../core/ports/store.ts';
import type { NotifyLevel } from '../protocol/preferences.ts';
import type { Role } from '../protocol/chats.ts';
import type { Message } from '../protocol/messages.ts';
import { readsAs } from '../protocol/profiles.ts';
import type { ErasedMessages } from '../protocol/sessions.ts';
import { foldUsername } from '../protocol/users.ts';
import { newAccountFields } from './account-fields.ts';
import { applyChange } from './apply-change.ts';
import { findNames } from './find-names.ts';
import { isFound } from './is-found.ts';
import { MemoryAudit } from './memory-audit.ts';
import { MemoryFiles } from './memory-files.ts';
import { MemoryInvites } from './memory-invites.ts';
import { MemorySessions } from './memory-sessions.ts';
import { MemoryTraces } from './memory-traces.ts';
import { forgetfulJournal, MemoryWebhooks } from './memory-webhooks.ts';
import { NewestMessage } from './newest-message.ts';
import { withOptions } from './with-options.ts';

interface MemoryChat {
  chat: StoredChat;
  participantIds: Set<number>;
  adminIds: Set<number>;
  /** Of who has chosen one. */
  levels: Map<number, NotifyLevel | null>;
  messages: StoredMessage[];
  newest: NewestMessage;
  /** Grows with each message and each new chat, over all of them. */
  activity: number;
}

const foldEmail = (email: string): string => email.normalize('NFC').toLowerCase();

/** A store that forgets everything when it is dropped, for tests. */
export function createMemoryStore(): Store {
  const accounts = new Map<number, Account>();
  const removed: Account[] = [];
  const resets = new Map<number, PasswordReset>();
  let erasures: Erasure[] = [];
  const invites = new MemoryInvites();
  const traces = new MemoryTraces();
  const sessions = new MemorySessions();
  const webhooks = new MemoryWebhooks();
  const files = new MemoryFiles();
  const audit = new MemoryAudit();
  const settings: Settings = { server_id: null, lobby_chat_id: null };
  const chats = new Map<number, MemoryChat>();
  let options: Record<string, string> = {};
  let lastChatId = 0;
  let lastMessageId = 0;
  let activity = 0;
  let closed = false;

  const isNamed =
    (name: string) =>
    ({ username }: Account): boolean =>
      foldUsername(username) === foldUsername(name);

  const byName = (name: string): Account | undefined => [...accounts.values()].find(isNamed(name));

  const host = (): Account | undefined => [...accounts.values()].find(({ is_host }) => is_host);

  const mustBeFree = (email: string): void => {
    const isSame = (other: Account) => other.email !== null && foldEmail(other.email) === foldEmail(email);
    if ([...accounts.values(), ...removed].some(isSame)) throw new AppError('email_taken');
  };

  const existing = (chatId: number): MemoryChat => {
    const found = chats.get(chatId);
    if (!found) throw new AppError('not_found', 'That chat does not exist.');
    return found;
  };

  const mustBeAccounts = (userIds: Iterable<number>): void => {
    for (const userId of userIds) if (!accounts.has(userId)) throw new AppError('user_not_found');
  };

  // Runs at once, answers later, and shares no object with the caller, as a store on a disk does.
  const call =
    <Arguments extends unknown[], Result>(run: (...args: Arguments) => Result) =>
    async (...args: Arguments): Promise<Result> => {
      if (closed) throw new AppError('not_ready');
      return structuredClone(run(...structuredClone(args)));
    };

  const removeAccount = call((userId: number, messages?: ErasedMessages) => {
    mustBeAccounts([userId]);
    const account = accounts.get(userId)!;
    if (account.is_host) throw new AppError('host_stays');
    accounts.delete(userId);
    removed.push(messages === undefined ? account : { ...account, email: null });
    if (messages !== undefined) erasures.push({ user_id: userId, username: account.username, messages });
    resets.delete(userId);
    invites.removeOf(userId);
    traces.forgetUser(userId);
    sessions.replace(userId, []);
    return [...chats.values()]
      .filter(({ participantIds }) => participantIds.has(userId))
      .map((left) => ({ chat_id: left.chat.id, new_owner_id: leave(left, userId) }));
  });

  return {
    kind: 'memory',
    isSaving: true,
    callsUnderWay: 0,
    traces,
    sessions,
    files,
    audit,
    deliveries: forgetfulJournal,
    webhooks: {
      add: call((webhook, max) => {
        existing(webhook.chat_id);
        return webhooks.add(webhook, max);
      }),
      get: call((webhookId) => webhooks.byId.get(webhookId)),
      all: call(() => [...webhooks.byId.values()]),
      ofChat: call((chatId) => webhooks.ofChat(chatId)),
      byToken: call((token) => webhooks.byToken(token)),
      change: async (webhookId, change) => call(() => webhooks.change(webhookId, change))(),
      remove: call((webhookId) => webhooks.byId.delete(webhookId)),
    },

    addAccount: call((account, { chatIds, inviteId, mustBeFirst = false } = { chatIds: [] }) => {
      if (byName(account.username) ?? removed.find(isNamed(account.username))) throw new AppError('username_taken');
      if (account.email !== null) mustBeFree(account.email);
      if (mustBeFirst && accounts.size > 0) throw new AppError('invite_invalid');
      const joined = chatIds.map(existing);
      invites.use(inviteId);
      const added = {
        ...newAccountFields,
        ...account,
        id: accounts.size + removed.length + 1,
        is_host: accounts.size === 0,
      };
      accounts.set(added.id, added);
      for (const { participantIds } of joined) participantIds.add(added.id);
      return added;
    }),

    account: call((userId) => accounts.get(userId)),
    accountByName: call(byName),
    findAccounts: call((wanted, { limit, outsideChatId }) => {
      const inside = chats.get(outsideChatId ?? 0)?.participantIds;
      const named = [...accounts.values()]
        .filter(({ id }) => !inside?.has(id))
        .map((account) => [foldedNamesOf(account), account] as const);
      return findNames(named, wanted, limit);
    }),
    isReadAs: call((reading, exceptUserId) =>
      [...accounts.values(), ...removed].some(
        ({ id, username }) => id !== exceptUserId && readsAs(username) === reading,
      ),
    ),
    accounts: call(() => [...accounts.values()]),
    host: call(host),

    upgradeGuest: call((userId, { email, password_hash }) => {
      mustBeAccounts([userId]);
      const account = accounts.get(userId)!;
      if (!account.is_guest) throw new AppError('not_a_guest');
      mustBeFree(email);
      return Object.assign(account, { email, password_hash, is_guest: false });
    }),

    changeAccount: async (userId, change) =>
      call(() => {
        mustBeAccounts([userId]);
        const account = accounts.get(userId)!;
        const changed = structuredClone(applyChange(structuredClone(account), change) ?? account);
        if (changed.password_hash !== account.password_hash) resets.delete(userId);
        accounts.set(userId, changed);
        return changed;
      })(),

    setPasswordReset: call((reset) => {
      mustBeAccounts([reset.user_id]);
      resets.set(reset.user_id, reset);
    }),
    takePasswordReset: call((digest) => {
      const found = [...resets.values()].find((reset) => reset.digest === digest);
      if (found) resets.delete(found.user_id);
      return found;
    }),
    erasures: call(() => erasures),
    erasureDone: call((userId) => {
      erasures = erasures.filter(({ user_id }) => user_id !== userId);
    }),
    chatIds: call(() => [...chats.keys()]),

    removeAccount: async (userId, messages) => {
      const left = await removeAccount(userId, messages);
      await files.removeAvatars(userId);
      return left;
    },

    addChat: call((chat, participantIds) => {
      mustBeAccounts(participantIds);
      const added = { ...chat, id: ++lastChatId, topic: null, picture: null, pinned_message_ids: [] };
      chats.set(added.id, {
        chat: added,
        participantIds: new Set(participantIds),
        adminIds: new Set(),
        levels: new Map(),
        messages: [],
        newest: new NewestMessage(),
        activity: ++activity,
      });
      return added;
    }),

    chat: call((chatId) => chats.get(chatId)?.chat),

    chatsOf: call((userId) =>
      [...chats.values()]
        .filter(({ participantIds }) => participantIds.has(userId))
        .toSorted((a, b) => b.activity - a.activity)
        .map(({ chat }) => chat),
    ),

    changeRoles: async (chatId, change) =>
      call(() => {
        const found = existing(chatId);
        const roles = change(new Map([...found.participantIds].map((id) => [id, roleIn(found, id)])));
        for (const userId of found.participantIds) {
          const role = roles.get(userId);
          if (role === undefined) {
            found.levels.delete(userId);
            invites.removeOf(userId, chatId);
            traces.forgetParticipant(chatId, userId);
          }
          if (role === 'owner') found.chat = { ...found.chat, owner_id: userId };
        }
        found.participantIds = new Set(roles.keys());
        found.adminIds = new Set([...roles.keys()].filter((userId) => roles.get(userId) === 'admin'));
      })(),

    chats: call(() =>
      [...chats.values()].map(({ chat, participantIds }) => ({ chat, participantIds: [...participantIds] })),
    ),

    logSizes: call(() => new Map([...chats].map(([chatId, { messages }]) => [chatId, sizeOf(messages)]))),

    removeChat: call((chatId, ownerId) => {
      const found = chats.get(chatId);
      const isOwn = ownerId === null || (found?.chat.owner_id === ownerId && found.participantIds.has(ownerId));
      if (!found || !isOwn) throw new AppError('not_authorized');
      chats.delete(chatId);
      invites.removeInto(chatId);
      webhooks.removeOfChat(chatId);
      traces.forgetChat(chatId);
      return [...found.participantIds];
    }),

    changeChat: async (chatId, change) =>
      call(() => {
        const found = existing(chatId);
        found.chat = applyChange(found.chat, change) ?? found.chat;
        return found.chat;
      })(),

    addParticipant: call((chatId, userId, inviteId) => {
      const { participantIds } = existing(chatId);
      mustBeAccounts([userId]);
      if (participantIds.has(userId)) return false;
      invites.use(inviteId);
      participantIds.add(userId);
      return true;
    }),

    participants: call((chatId) => [...(chats.get(chatId)?.participantIds ?? [])].map((id) => accounts.get(id)!)),

    role: call((chatId, userId) => {
      const found = chats.get(chatId);
      return found?.participantIds.has(userId) ? roleIn(found, userId) : undefined;
    }),

    notifyLevel: call((chatId, userId) => {
      const found = chats.get(chatId);
      return found?.participantIds.has(userId) ? (found.levels.get(userId) ?? null) : undefined;
    }),

    setNotifyLevel: call((chatId, userId, level) => {
      const found = chats.get(chatId);
      if (!found?.participantIds.has(userId)) throw new AppError('not_authorized');
      found.levels.set(userId, level);
    }),

    isParticipant: call((chatId, userId) => chats.get(chatId)?.participantIds.has(userId) ?? false),

    participantCount: call((chatId) => chats.get(chatId)?.participantIds.size ?? 0),

    addMessage: call((message) => {
      const chat = existing(message.chat_id);
      const { user_id: author } = message;
      if (author !== null && !chat.participantIds.has(author)) throw new AppError('not_authorized');
      const former = chat.messages.find(
        ({ user_id, client_id }) =>
          client_id !== undefined && client_id === message.client_id && user_id === message.user_id,
      );
      if (former) return { message: shown(former), added: false };
      const added = { ...message, id: ++lastMessageId };
      chat.messages.push(added);
      chat.newest.stored(added, false);
      chat.activity = ++activity;
      return { message: added, added: true };
    }),

    changeMessage: async (chatId, messageId, change) =>
      call(() => {
        const { messages, newest } = existing(chatId);
        const place = messages.findIndex(({ id }) => id === messageId);
        const found = messages[place];
        if (!found) throw new AppError('not_found', 'That message does not exist.');
        const changed = applyChange(found, change) ?? found;
        messages[place] = changed;
        newest.stored(changed, true);
        return shown(changed);
      })(),

    messages: call((chatId, page) => pageOf(chats.get(chatId)?.messages ?? [], page).map(shown)),
    message: call((chatId, messageId) => {
      const found = chats.get(chatId)?.messages.find(({ id }) => id === messageId);
      return found && shown(found);
    }),
    search: call((request) => {
      const { chatIds, limit, before = Infinity } = request;
      const all = [...new Set(chatIds)].flatMap((chatId) => chats.get(chatId)?.messages ?? []).toSorted(byIdDescending);
      const found = all.filter((message) => message.id < before && isFound(message, request)).map(shown);
      return { messages: found.slice(0, limit), more: found.length > limit };
    }),
    edits: call((chatId, messageId) => chats.get(chatId)?.messages.find(({ id }) => id === messageId)?.edits ?? []),
    lastMessageId: call((chatId) => chats.get(chatId)?.messages.at(-1)?.id ?? 0),
    newest: call((chatId) => chats.get(chatId)?.newest.value ?? { message: null, changes: 0 }),

    addInvite: call((invite) => invites.add(invite)),
    invite: call((inviteId) => invites.byId.get(inviteId)),
    invites: call(() => [...invites.byId.values()]),
    inviteBySecret: call((secret) => invites.find(secret)),
    renewInvite: call((inviteId, renewal) => invites.renew(inviteId, renewal)),
    removeInvite: call((inviteId) => invites.byId.delete(inviteId)),

    settle: call(({ server_id = null, lobby_chat_id = null }) => {
      settings.server_id ??= server_id;
      settings.lobby_chat_id ??= lobby_chat_id;
      return settings;
    }),

    options: call(() => options),
    changeOptions: call((change) => (options = withOptions(options, change))),
    freeBytes: call(() => null),

    close() {
      closed = true;
      files.close();
      audit.close();
      return Promise.resolve();
    },
  };
}

function foldedNamesOf({ username, display_name }: Account): [string, ...string[]] {
  return [foldUsername(username), ...(display_name === null ? [] : [foldUsername(display_name)])];
}

function sizeOf(messages: readonly StoredMessage[]): LogSize {
  const bytes = messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
  return { bytes, newestAt: messages.at(-1)?.created_at ?? null };
}

const byIdDescending = (a: StoredMessage, b: StoredMessage): number => b.id - a.id;

function roleIn({ chat, adminIds }: MemoryChat, userId: number): Role {
  if (chat.owner_id === userId) return 'owner';
  return adminIds.has(userId) ? 'admin' : 'member';
}

/** Takes somebody out; answers who owns the chat then where that has become somebody else. */
function leave(left: MemoryChat, userId: number): number | null {
  left.participantIds.delete(userId);
  left.adminIds.delete(userId);
  left.levels.delete(userId);
  if (left.chat.owner_id !== userId) return null;
  const remaining = [...left.participantIds];
  const heir = remaining.find((id) => left.adminIds.has(id)) ?? remaining[0];
  if (heir === undefined) return null;
  left.adminIds.delete(heir);
  left.chat = { ...left.chat, owner_id: heir };
  return heir;
}

function pageOf(messages: readonly StoredMessage[], { limit, before = Infinity, after }: PageRequest) {
  const range = messages.filter(({ id }) => id > (after ?? 0) && id < before);
  return after === undefined ? range.slice(-limit) : range.slice(0, limit);
}

function shown(stored: StoredMessage): Message {
  const { edits: _, ...message } = stored;
  return message;
}
