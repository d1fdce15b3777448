import type { Chat, NewChat } from '../protocol/chats.ts';
import { PARTICIPANT_NAMES_SHOWN } from '../protocol/limits.ts';
import { beforeAround, type Message, type MessagesQuery } from '../protocol/messages.ts';
import type { MarkRead, ReadPosition, ReadReceipt } from '../protocol/reading.ts';
import type { User } from '../protocol/users.ts';
import { otherUser, ownUser } from './accounts.ts';
import { tellEverybody } from './activity.ts';
import { AppError } from './errors.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Account, Store, StoredChat } from './ports/store.ts';
import type { Presence } from './presence.ts';
import type { Reader, Reading } from './reading.ts';

/** So many chats of a list are looked at together. */
const PRESENTED_AT_ONCE = 32;

interface ChatsPorts {
  store: Store;
  backplane: Backplane;
  clock: Clock;
  reading: Reading;
  presence: Presence;
}

/**
 * Chats and who takes part in them. Every call that names a chat rejects with AppError `not_authorized` where the caller
 * is no participant, and just the same where there is no such chat.
 */
export class Chats {
  readonly #ports: ChatsPorts;

  constructor(ports: ChatsPorts) {
    this.#ports = ports;
  }

  /** @throws AppError `user_not_found` where one of the named participants does not exist; nothing is created then. */
  async create(owner: Account, input: NewChat): Promise<Chat> {
    const { store, clock, reading } = this.#ports;
    const others = await Promise.all(input.participant_usernames.map((name) => this.#accountNamed(name)));
    const participants = new Map([owner, ...others].map((account) => [account.id, account]));
    const stored = await store.addChat(
      {
        name: input.name,
        owner_id: owner.id,
        is_group: input.is_group,
        is_ai_chat: input.is_ai_chat,
        created_at: new Date(clock.now()).toISOString(),
      },
      [...participants.keys()],
    );
    await reading.arrived(stored.id, participants.keys());
    const chat = await this.#present(stored, owner.id);
    for (const userId of participants.keys()) this.#announce(userId, chat);
    return chat;
  }

  async list(userId: number): Promise<Chat[]> {
    const stored = await this.#ports.store.chatsOf(userId);
    const chats: Chat[] = [];
    // Some at a time: the first list after a start reads the end of every log.
    for (let at = 0; at < stored.length; at += PRESENTED_AT_ONCE) {
      const some = stored.slice(at, at + PRESENTED_AT_ONCE);
      chats.push(...(await Promise.all(some.map((chat) => this.#present(chat, userId)))));
    }
    return chats;
  }

  async get(userId: number, chatId: number): Promise<Chat> {
    return this.#present(await this.requireParticipant(userId, chatId), userId);
  }

  /** Makes somebody a participant; a second time changes nothing. @throws AppError `user_not_found` */
  async invite(userId: number, chatId: number, username: string): Promise<Account> {
    const chat = await this.requireParticipant(userId, chatId);
    const invited = await this.#accountNamed(username);
    await this.admit(invited, chat.id);
    return invited;
  }

  /**
   * Makes an account a participant, whoever asks; a second time changes nothing.
   * @param inviteId the invite that brought it. @throws AppError `invite_invalid` where that is gone
   */
  async admit(account: Account, chatId: number, inviteId?: number): Promise<void> {
    const isNew = await this.#ports.store.addParticipant(chatId, account.id, inviteId);
    if (isNew) await this.announceArrival(account, chatId);
  }

  /** Tells a new participant of the chat, and everybody in it of the participant. */
  async announceArrival({ id, username }: Account, chatId: number): Promise<void> {
    const { store, backplane, reading } = this.#ports;
    const stored = await store.chat(chatId);
    if (!stored) return;
    await reading.arrived(chatId, [id]);
    const chat = await this.#present(stored, id);
    // Whoever was removed meanwhile has been told so, and must not hear of the chat after that.
    if (!(await store.isParticipant(chatId, id))) return;
    this.#announce(id, chat);
    tellEverybody(backplane, chatId, { type: 'participant_added', chat_id: chatId, username });
  }

  /**
   * Ends somebody's part in a chat, at once and on every connection of theirs; what they wrote and asked stays.
   * @param userId the caller: the chat's owner, for anybody else it is as a chat that does not exist.
   * @returns who it was. @throws AppError `owner_stays`, `user_not_found`
   */
  async removeParticipant(userId: number, chatId: number, participantId: number): Promise<Account> {
    const { store, backplane } = this.#ports;
    const { owner_id } = await this.requireParticipant(userId, chatId);
    if (owner_id !== userId) throw new AppError('not_authorized');
    if (participantId === owner_id) throw new AppError('owner_stays');
    const account = await store.account(participantId);
    if (!account || !(await store.removeParticipant(chatId, participantId))) throw new AppError('user_not_found');
    const { username } = account;
    backplane.publish(`user:${participantId}`, { frame: { type: 'chat_removed', chat_id: chatId } });
    tellEverybody(backplane, chatId, { type: 'participant_removed', chat_id: chatId, username });
    return account;
  }

  /** @throws AppError `not_found` where the message that the page is to be around is none of this chat */
  async messages(userId: number, chatId: number, { around, ...page }: MessagesQuery): Promise<Message[]> {
    await this.requireParticipant(userId, chatId);
    const { store } = this.#ports;
    if (around === undefined) return store.messages(chatId, page);
    if (!(await store.message(chatId, around))) throw new AppError('not_found', 'That message does not exist.');
    const half = beforeAround(page.limit);
    const [before, rest] = await Promise.all([
      half === 0 ? [] : store.messages(chatId, { limit: half, before: around }),
      store.messages(chatId, { limit: page.limit - half, after: around - 1 }),
    ]);
    return [...before, ...rest];
  }

  /** Participants in the order in which they came; e-mail only in the caller's own entry. */
  async participants(userId: number, chatId: number): Promise<User[]> {
    await this.requireParticipant(userId, chatId);
    const accounts = await this.#ports.store.participants(chatId);
    return accounts.map((account) => ({
      ...(account.id === userId ? ownUser(account) : otherUser(account)),
      ...this.#ports.presence.of(account),
    }));
  }

  /** Everything up to the message, or up to the newest, is read. @throws AppError `rate_limited` */
  async markRead(reader: Reader, chatId: number, { message_id }: MarkRead): Promise<ReadPosition> {
    await this.requireParticipant(reader.id, chatId);
    return this.#ports.reading.read(reader, chatId, message_id);
  }

  /** How far everybody has read. */
  async readReceipts(userId: number, chatId: number): Promise<ReadReceipt[]> {
    await this.requireParticipant(userId, chatId);
    return this.#ports.reading.receipts(chatId);
  }

  /** @throws AppError `not_authorized` */
  async requireParticipant(userId: number, chatId: number): Promise<StoredChat> {
    const { store } = this.#ports;
    const chat = (await store.isParticipant(chatId, userId)) ? await store.chat(chatId) : undefined;
    if (!chat) throw new AppError('not_authorized');
    return chat;
  }

  async #accountNamed(username: string): Promise<Account> {
    const account = await this.#ports.store.accountByName(username);
    if (!account) throw new AppError('user_not_found');
    return account;
  }

  /** A chat as this participant sees it. */
  async #present(chat: StoredChat, userId: number): Promise<Chat> {
    const { store, reading } = this.#ports;
    const participants = await store.participants(chat.id);
    const participant_usernames = participants.slice(0, PARTICIPANT_NAMES_SHOWN).map(({ username }) => username);
    return { ...chat, participant_usernames, ...(await reading.fieldsOf(chat.id, userId)) };
  }

  #announce(userId: number, chat: Chat): void {
    this.#ports.backplane.publish(`user:${userId}`, { frame: { type: 'chat_added', chat } });
  }
}
