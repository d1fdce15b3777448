import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type {
  Account,
  AccountChange,
  Arrival,
  ChatChange,
  InviteRenewal,
  MessageChange,
} from '../../core/ports/store.ts';
import type { NewAccount, NewMessage, NewStoredChat, NewStoredInvite } from '../../core/ports/store.ts';
import type { PageRequest, Settings, Store, StoredChat, StoredInvite } from '../../core/ports/store.ts';
import type { FoundMessages, Newest, SearchRequest, StoredMessage } from '../../core/ports/store.ts';
import type { ChatWithPeople, Erasure, LeftChat, LogSize, PasswordReset, Roles } from '../../core/ports/store.ts';
import type { SessionStore } from '../../core/ports/sessions.ts';
import type { Traces } from '../../core/ports/traces.ts';
import type { NotifyLevel } from '../../protocol/preferences.ts';
import type { WebhookStore } from '../../core/ports/webhook-store.ts';
import type { Role } from '../../protocol/chats.ts';
import type { Message, MessageEdit } from '../../protocol/messages.ts';
import type { ErasedMessages } from '../../protocol/sessions.ts';
import { foldUsername } from '../../protocol/users.ts';
import { copyAccount } from '../account-fields.ts';
import { digest } from '../digest.ts';
import { findNames } from '../find-names.ts';
import { addAccount, changeAccount, removeAccount, upgradeGuest } from './account-changes.ts';
import { erasureDone, erasuresOf, setPasswordReset, takePasswordReset } from './account-changes.ts';
import { addChat, addParticipant, changeChat } from './chat-changes.ts';
import { setNotifyLevel } from './notify-changes.ts';
import { removeChat } from './chat-removal.ts';
import type { AuditFile } from './audit-file.ts';
import type { Snapshot } from './archive/snapshot.ts';
import type { Change, Document } from './document.ts';
import type { DocumentData } from './document-schema.ts';
import type { JsonFileStore } from './files/file-store.ts';
import { accountIndex, chatIndex, inviteIndex, participantIndex, tokenIndex } from './document-index.ts';
import { foldedNamesOf, readingOf } from './document-index.ts';
import { addInvite, removeInvite, renewInvite } from './invite-changes.ts';
import { changeRoles, roleOf } from './role-changes.ts';
import { changeOptions, settle } from './settings-changes.ts';
import { addWebhook, changeWebhook, removeWebhook } from './webhook-changes.ts';
import type { JsonDeliveries } from './deliveries.ts';
import type { MessageIds } from './message-ids.ts';
import type { MessageLogs } from './message-logs.ts';
import type { NewestIds } from './newest-ids.ts';
import type { JsonSessions } from './sessions.ts';
import type { JsonTraces } from './traces.ts';
import type { MessageSearch } from './search/message-search.ts';

/** What the store is put together from; it owns and closes them. */
export interface JsonStoreParts {
  document: Document;
  files: JsonFileStore;
  logs: MessageLogs;
  search: MessageSearch;
  ids: MessageIds;
  traces: JsonTraces;
  audit: AuditFile;
  sessions: JsonSessions;
  deliveries: JsonDeliveries;
  newest: NewestIds;
  /** Whether the last write could be made. */
  isSaving: () => boolean;
  /** See `Store.freeBytes`. */
  freeBytes: () => Promise<number | null>;
  snapshot: () => Promise<Snapshot>;
  unlock: () => Promise<void>;
}

/** The store in a data directory: a document for people and chats, a log for each chat's messages. */
export class JsonStore implements Store {
  readonly kind = 'json';
  readonly #parts: JsonStoreParts;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(parts: JsonStoreParts) {
    this.#parts = parts;
  }

  get isSaving(): boolean {
    return this.#parts.isSaving();
  }

  get traces(): Traces {
    return this.#parts.traces.memory;
  }

  get audit(): AuditFile {
    return this.#parts.audit;
  }

  get sessions(): SessionStore {
    return this.#parts.sessions;
  }

  readonly webhooks: WebhookStore = {
    add: (webhook, max) => this.#update(addWebhook(webhook, max)),
    get: (webhookId) => this.#use(() => structuredClone(this.#data.webhooks.find(({ id }) => id === webhookId))),
    all: () => this.#use(() => structuredClone(this.#data.webhooks)),
    ofChat: (chatId) => this.#use(() => structuredClone(this.#data.webhooks.filter((one) => one.chat_id === chatId))),
    byToken: (token) => this.#use(() => structuredClone(tokenIndex(this.#data.webhooks).get(digest(token)))),
    change: (webhookId, change) => this.#update(changeWebhook(webhookId, change)),
    remove: (webhookId) => this.#update(removeWebhook(webhookId)),
  };

  get deliveries(): JsonDeliveries {
    return this.#parts.deliveries;
  }

  get callsUnderWay(): number {
    return this.#underWay.size;
  }

  get files(): JsonFileStore {
    return this.#parts.files;
  }

  addAccount(account: NewAccount, arrival?: Arrival): Promise<Account> {
    return this.#update(addAccount(account, arrival));
  }

  account(userId: number): Promise<Account | undefined> {
    return this.#use(() => accountOf(accountIndex(this.#data.users).byId.get(userId)));
  }

  accountByName(username: string): Promise<Account | undefined> {
    return this.#use(() => accountOf(accountIndex(this.#data.users).byName.get(foldUsername(username))));
  }

  findAccounts(wanted: string, { limit, outsideChatId }: Parameters<Store['findAccounts']>[1]): Promise<Account[]> {
    return this.#use(() => {
      const { byName } = accountIndex(this.#data.users);
      const isOutside = ({ id }: Account) => outsideChatId === undefined || !this.#takesPart(outsideChatId, id);
      const named = [...byName.values()].filter(isOutside).map((account) => [foldedNamesOf(account), account] as const);
      return findNames(named, wanted, limit).map(copyAccount);
    });
  }

  isReadAs(reading: string, exceptUserId: number): Promise<boolean> {
    return this.#use(() => {
      const { users, removed_users } = this.#data;
      return [...users, ...removed_users].some((user) => user.id !== exceptUserId && readingOf(user) === reading);
    });
  }

  accounts(): Promise<Account[]> {
    return this.#use(() => this.#data.users.map(copyAccount));
  }

  host(): Promise<Account | undefined> {
    return this.#use(() => accountOf(accountIndex(this.#data.users).host));
  }

  upgradeGuest(userId: number, credentials: { email: string; password_hash: string }): Promise<Account> {
    return this.#update(upgradeGuest(userId, credentials));
  }

  changeAccount(userId: number, change: Changing<Account, AccountChange>): Promise<Account> {
    return this.#update(changeAccount(userId, change));
  }

  async removeAccount(userId: number, messages?: ErasedMessages): Promise<LeftChat[]> {
    const left = await this.#update(removeAccount(userId, messages));
    this.#parts.traces.memory.forgetUser(userId);
    this.#parts.sessions.forgetUser(userId);
    // What stays now goes with what nobody needs.
    await this.#parts.files.removeAvatars(userId).catch(() => undefined);
    return left;
  }

  erasures(): Promise<Erasure[]> {
    return this.#use(() => erasuresOf(this.#data));
  }

  erasureDone(userId: number): Promise<void> {
    return this.#update(erasureDone(userId));
  }

  setPasswordReset(reset: PasswordReset): Promise<void> {
    return this.#update(setPasswordReset(reset));
  }

  takePasswordReset(digestOf: string): Promise<PasswordReset | undefined> {
    return this.#update(takePasswordReset(digestOf));
  }

  chatIds(): Promise<number[]> {
    return this.#use(() => [...chatIndex(this.#data.chats).keys()].toSorted((a, b) => a - b));
  }

  addChat(chat: NewStoredChat, participantIds: number[]): Promise<StoredChat> {
    return this.#update(addChat(chat, participantIds, this.#parts.ids.last));
  }

  chat(chatId: number): Promise<StoredChat | undefined> {
    return this.#use(() => this.#chat(chatId));
  }

  chatsOf(userId: number): Promise<StoredChat[]> {
    return this.#use(async () => {
      await this.#parts.newest.ready();
      const chatIds = participantIndex(this.#data.participants).chatsOf.get(userId) ?? [];
      return [...chatIds].toSorted((a, b) => this.#compareActivity(a, b)).map((chatId) => this.#chat(chatId)!);
    });
  }

  chats(): Promise<ChatWithPeople[]> {
    return this.#use(() => {
      const { usersOf } = participantIndex(this.#data.participants);
      const peopleOf = (chatId: number) => [...(usersOf.get(chatId)?.keys() ?? [])];
      return this.#data.chats.map(({ id }) => ({ chat: this.#chat(id)!, participantIds: peopleOf(id) }));
    });
  }

  logSizes(): Promise<Map<number, LogSize>> {
    return this.#use(() => this.#parts.logs.sizes(this.#data.chats.map(({ id }) => id)));
  }

  changeChat(chatId: number, change: Changing<StoredChat, ChatChange>): Promise<StoredChat> {
    return this.#update(changeChat(chatId, change));
  }

  addParticipant(chatId: number, userId: number, inviteId?: number): Promise<boolean> {
    return this.#update(addParticipant(chatId, userId, inviteId));
  }

  participants(chatId: number): Promise<Account[]> {
    return this.#use(() => {
      const { byId } = accountIndex(this.#data.users);
      const userIds = participantIndex(this.#data.participants).usersOf.get(chatId)?.keys() ?? [];
      return [...userIds].map((userId) => copyAccount(byId.get(userId)!));
    });
  }

  isParticipant(chatId: number, userId: number): Promise<boolean> {
    return this.#use(() => this.#takesPart(chatId, userId));
  }

  role(chatId: number, userId: number): Promise<Role | undefined> {
    return this.#use(() => {
      const participant = participantIndex(this.#data.participants).usersOf.get(chatId)?.get(userId);
      return participant && roleOf(chatIndex(this.#data.chats).get(chatId)!, participant);
    });
  }

  notifyLevel(chatId: number, userId: number): Promise<NotifyLevel | null | undefined> {
    return this.#use(() => participantIndex(this.#data.participants).usersOf.get(chatId)?.get(userId)?.notify);
  }

  setNotifyLevel(chatId: number, userId: number, level: NotifyLevel | null): Promise<void> {
    return this.#update(setNotifyLevel(chatId, userId, level));
  }

  async changeRoles(chatId: number, change: (roles: Roles) => Roles): Promise<void> {
    const gone = await this.#update(changeRoles(chatId, change));
    for (const userId of gone) this.#parts.traces.memory.forgetParticipant(chatId, userId);
  }

  removeChat(chatId: number, ownerId: number | null): Promise<number[]> {
    return this.#use(async () => {
      const userIds = await this.#parts.document.update(removeChat(chatId, ownerId));
      this.#parts.traces.memory.forgetChat(chatId);
      this.#parts.search.forget(chatId);
      await this.#parts.logs.remove(chatId);
      this.#parts.newest.forget(chatId);
      return userIds;
    });
  }

  participantCount(chatId: number): Promise<number> {
    return this.#use(() => participantIndex(this.#data.participants).usersOf.get(chatId)?.size ?? 0);
  }

  addMessage(message: NewMessage): Promise<{ message: Message; added: boolean }> {
    return this.#use(() => {
      this.#mustExist(message.chat_id);
      const { chat_id, user_id } = message;
      const permit = () => {
        this.#mustExist(chat_id);
        if (user_id !== null && !this.#takesPart(chat_id, user_id)) throw new AppError('not_authorized');
      };
      return this.#parts.logs.of(chat_id).add({ ...message }, permit);
    });
  }

  changeMessage(chatId: number, messageId: number, change: Changing<StoredMessage, MessageChange>): Promise<Message> {
    return this.#use(() => {
      this.#mustExist(chatId);
      return this.#parts.logs.of(chatId).change(messageId, typeof change === 'function' ? change : { ...change });
    });
  }

  messages(chatId: number, page: PageRequest): Promise<Message[]> {
    return this.#use(() => (this.#exists(chatId) ? this.#parts.logs.of(chatId).page({ ...page }) : []));
  }

  message(chatId: number, messageId: number): Promise<Message | undefined> {
    return this.#use(() => (this.#exists(chatId) ? this.#parts.logs.of(chatId).message(messageId) : undefined));
  }

  search(request: SearchRequest): Promise<FoundMessages> {
    const chatIds = [...new Set(request.chatIds)];
    return this.#use(() =>
      this.#parts.search.search({ ...request, chatIds: chatIds.filter((chatId) => this.#exists(chatId)) }),
    );
  }

  edits(chatId: number, messageId: number): Promise<MessageEdit[]> {
    return this.#use(async () => {
      if (!this.#exists(chatId)) return [];
      return (await this.#parts.logs.of(chatId).stored(messageId))?.edits ?? [];
    });
  }

  lastMessageId(chatId: number): Promise<number> {
    return this.#use(() => (this.#exists(chatId) ? this.#parts.logs.of(chatId).lastId() : 0));
  }

  newest(chatId: number): Promise<Newest> {
    return this.#use(() =>
      this.#exists(chatId) ? this.#parts.logs.of(chatId).newest() : { message: null, changes: 0 },
    );
  }

  addInvite(invite: NewStoredInvite): Promise<StoredInvite | undefined> {
    return this.#update(addInvite(invite));
  }

  invite(inviteId: number): Promise<StoredInvite | undefined> {
    return this.#use(() => copyOf(inviteIndex(this.#data.invites).byId.get(inviteId)));
  }

  invites(): Promise<StoredInvite[]> {
    return this.#use(() => this.#data.invites.map((invite) => ({ ...invite })));
  }

  inviteBySecret(secret: string): Promise<StoredInvite | undefined> {
    return this.#use(() => copyOf(inviteIndex(this.#data.invites).bySecret.get(digest(secret))));
  }

  renewInvite(inviteId: number, renewal: InviteRenewal): Promise<StoredInvite | undefined> {
    return this.#update(renewInvite(inviteId, renewal));
  }

  removeInvite(inviteId: number): Promise<boolean> {
    return this.#update(removeInvite(inviteId));
  }

  settle(settings: Partial<Settings>): Promise<Settings> {
    return this.#update(settle(settings));
  }

  options(): Promise<Record<string, string>> {
    return this.#use(() => ({ ...this.#data.settings.options }));
  }

  changeOptions(change: Readonly<Record<string, string | null>>): Promise<Record<string, string>> {
    return this.#update(changeOptions({ ...change }));
  }

  freeBytes(): Promise<number | null> {
    return this.#use(() => this.#parts.freeBytes());
  }

  /** What is durable now, for an archive. */
  snapshot(): Promise<Snapshot> {
    return this.#use(() => this.#parts.snapshot());
  }

  /** People and chats as they are on the disk. */
  get document(): DocumentData {
    return this.#data;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#parts.document.hurry();
    await this.#parts.search.close();
    await Promise.allSettled(this.#underWay);
    await this.#parts.files.close();
    // Its file is among those that close with the logs.
    await this.#parts.audit.close();
    await this.#parts.logs.close();
    await this.#parts.document.close();
    await this.#parts.traces.close();
    await this.#parts.sessions.close();
    await this.#parts.deliveries.close();
    await this.#parts.unlock();
  }

  get #data() {
    return this.#parts.document.data;
  }

  #chat(chatId: number): StoredChat | undefined {
    const found = chatIndex(this.#data.chats).get(chatId);
    if (!found) return undefined;
    const { created_after: _, ...chat } = found;
    // Looked at with every frame: a copy of all that could be shared is much cheaper than a clone.
    return { ...chat, pinned_message_ids: [...chat.pinned_message_ids] };
  }

  #exists(chatId: number): boolean {
    return chatIndex(this.#data.chats).has(chatId);
  }

  #takesPart(chatId: number, userId: number): boolean {
    return participantIndex(this.#data.participants).usersOf.get(chatId)?.has(userId) ?? false;
  }

  #mustExist(chatId: number): void {
    if (!this.#exists(chatId)) throw new AppError('not_found', 'That chat does not exist.');
  }

  /** Message ids grow over all chats, so that they tell which of two chats was active last, whatever the clock did. */
  #compareActivity(a: number, b: number): number {
    const byMessage = this.#activity(b) - this.#activity(a);
    if (byMessage !== 0) return byMessage;
    return b - a;
  }

  #activity(chatId: number): number {
    const newest = this.#parts.newest.of(chatId);
    // A chat was made after the message that it names, and before the next one.
    return newest > 0 ? newest : chatIndex(this.#data.chats).get(chatId)!.created_after + 0.5;
  }

  #update<T>(change: Change<T>): Promise<T> {
    return this.#use(() => this.#parts.document.update(change));
  }

  /** Starts in the same tick, so that the order of calls is kept, and is waited for by `close`. */
  #use<T>(run: () => T | Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new AppError('not_ready'));
    const result = start(run);
    if (!(result instanceof Promise)) return Promise.resolve(result);
    const settled = () => void this.#underWay.delete(result);
    this.#underWay.add(result);
    result.then(settled, settled);
    return result;
  }
}

const accountOf = (found: Account | undefined): Account | undefined => found && copyAccount(found);

function copyOf<T extends object>(found: T | undefined): T | undefined {
  return found && { ...found };
}

/** What `run` returns; a promise where it throws. */
function start<T>(run: () => T | Promise<T>): T | Promise<T> {
  try {
    return run();
  } catch (error) {
    return Promise.reject(error);
  }
}
