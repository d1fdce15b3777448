import type { Chat, CommonChat, NewChat, Role } from '../protocol/chats.ts';
import { PARTICIPANT_NAMES_SHOWN } from '../protocol/limits.ts';
import { beforeAround, type Message, type MessagesQuery } from '../protocol/messages.ts';
import type { Participant } from '../protocol/membership.ts';
import type { MarkRead, ReadPosition, ReadReceipt } from '../protocol/reading.ts';
import { otherUser, ownUser } from './accounts.ts';
import { AppError } from './errors.ts';
import { tellAdded } from './membership-news.ts';
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
    const asSeenBy = (userId: number): Chat => ({ ...chat, role: userId === owner.id ? 'owner' : 'member' });
    for (const userId of participants.keys()) this.#announce(userId, asSeenBy(userId));
    return asSeenBy(owner.id);
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

  /** A chat as all of its participants see it. @throws AppError `not_found` */
  async common(chatId: number): Promise<CommonChat> {
    const { store } = this.#ports;
    const chat = await store.chat(chatId);
    if (!chat) throw new AppError('not_found');
    return present(chat, await store.participants(chatId));
  }

  /** Makes somebody a participant; a second time changes nothing. @throws AppError `user_not_found` */
  async invite(caller: Account, chatId: number, username: string): Promise<Account> {
    const chat = await this.requireParticipant(caller.id, chatId);
    const invited = await this.#accountNamed(username);
    await this.admit(invited, chat.id, { by: caller.username });
    return invited;
  }

  /**
   * Makes an account a participant, whoever asks; a second time changes nothing.
   * @param brought by whom, or by which invite. @throws AppError `invite_invalid` where that is gone
   */
  async admit(account: Account, chatId: number, brought: { by?: string; inviteId?: number } = {}): Promise<void> {
    const isNew = await this.#ports.store.addParticipant(chatId, account.id, brought.inviteId);
    if (isNew) await this.announceArrival(account, chatId, brought.by);
  }

  /** Tells the others of a new participant, and the participant of the chat. @param by who has brought them */
  async announceArrival(account: Account, chatId: number, by?: string): Promise<void> {
    const { store, backplane, reading } = this.#ports;
    const stored = await store.chat(chatId);
    if (!stored) return;
    await reading.arrived(chatId, [account.id]);
    const chat = await this.#present(stored, account.id);
    // Whoever was removed meanwhile has been told so, and must not hear of the chat after that.
    if (!(await store.isParticipant(chatId, account.id))) return;
    tellAdded(backplane, chatId, account, by);
    this.#announce(account.id, chat);
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
  async participants(userId: number, chatId: number): Promise<Participant[]> {
    await this.requireParticipant(userId, chatId);
    const { store, presence } = this.#ports;
    const accounts = await store.participants(chatId);
    const roles = await Promise.all(accounts.map(({ id }) => store.role(chatId, id)));
    return accounts.map((account, place) => ({
      ...(account.id === userId ? ownUser(account) : otherUser(account)),
      ...presence.of(account),
      ...withRole(roles[place]),
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
    const [participants, role, notify = null] = await Promise.all([
      store.participants(chat.id),
      store.role(chat.id, userId),
      store.notifyLevel(chat.id, userId),
    ]);
    return { ...present(chat, participants), ...withRole(role), notify, ...(await reading.fieldsOf(chat.id, userId)) };
  }

  #announce(userId: number, chat: Chat): void {
    this.#ports.backplane.publish(`user:${userId}`, { frame: { type: 'chat_added', chat } });
  }
}

function present(chat: StoredChat, participants: Account[]): CommonChat {
  const names = participants.slice(0, PARTICIPANT_NAMES_SHOWN).map((account) => account.username);
  return { ...chat, participant_usernames: names };
}

/** Nothing where somebody has gone in the meantime. */
function withRole(role: Role | undefined): { role?: Role } {
  return role === undefined ? {} : { role };
}
