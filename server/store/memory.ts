import { AppError } from '../core/errors.ts';
import type { Account, PageRequest, Store, StoredChat } from '../core/ports/store.ts';
import type { Message } from '../protocol/messages.ts';
import { foldUsername } from '../protocol/users.ts';

interface MemoryChat {
  chat: StoredChat;
  participantIds: Set<number>;
  messages: Message[];
  /** Grows with each message and each new chat, over all of them. */
  activity: number;
}

const foldEmail = (email: string): string => email.normalize('NFC').toLowerCase();

/** A store that forgets everything when it is dropped, for tests. */
export function createMemoryStore(): Store {
  const accounts: Account[] = [];
  const chats = new Map<number, MemoryChat>();
  let lastMessageId = 0;
  let activity = 0;
  let closed = false;

  const byName = (name: string): Account | undefined =>
    accounts.find((account) => foldUsername(account.username) === foldUsername(name));

  const existing = (chatId: number): MemoryChat => {
    const found = chats.get(chatId);
    if (!found) throw new AppError('not_found', 'That chat does not exist.');
    return found;
  };

  const mustBeAccounts = (userIds: Iterable<number>): void => {
    for (const userId of userIds) if (!accounts[userId - 1]) throw new AppError('user_not_found');
  };

  // Runs at once, answers later, and shares no object with the caller, as a store on a disk does.
  const call =
    <Arguments extends unknown[], Result>(run: (...args: Arguments) => Result) =>
    async (...args: Arguments): Promise<Result> => {
      if (closed) throw new AppError('not_ready');
      return structuredClone(run(...structuredClone(args)));
    };

  return {
    kind: 'memory',

    addAccount: call((account) => {
      if (byName(account.username)) throw new AppError('username_taken');
      if (accounts.some((other) => foldEmail(other.email) === foldEmail(account.email))) {
        throw new AppError('email_taken');
      }
      const added = { ...account, id: accounts.length + 1 };
      accounts.push(added);
      return added;
    }),

    accountByName: call(byName),

    addChat: call((chat, participantIds) => {
      mustBeAccounts(participantIds);
      const added = { ...chat, id: chats.size + 1 };
      chats.set(added.id, {
        chat: added,
        participantIds: new Set(participantIds),
        messages: [],
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

    addParticipant: call((chatId, userId) => {
      const { participantIds } = existing(chatId);
      mustBeAccounts([userId]);
      if (participantIds.has(userId)) return false;
      participantIds.add(userId);
      return true;
    }),

    participants: call((chatId) => [...(chats.get(chatId)?.participantIds ?? [])].map((id) => accounts[id - 1]!)),

    isParticipant: call((chatId, userId) => chats.get(chatId)?.participantIds.has(userId) ?? false),

    addMessage: call((message) => {
      const chat = existing(message.chat_id);
      const former = chat.messages.find(
        ({ user_id, client_id }) =>
          client_id !== undefined && client_id === message.client_id && user_id === message.user_id,
      );
      if (former) return { message: former, added: false };
      const added = { ...message, id: ++lastMessageId };
      chat.messages.push(added);
      chat.activity = ++activity;
      return { message: added, added: true };
    }),

    changeMessage: call((chatId, messageId, change) => {
      const found = existing(chatId).messages.find(({ id }) => id === messageId);
      if (!found) throw new AppError('not_found', 'That message does not exist.');
      return Object.assign(found, change);
    }),

    messages: call((chatId, page) => pageOf(chats.get(chatId)?.messages ?? [], page)),
    message: call((chatId, messageId) => chats.get(chatId)?.messages.find(({ id }) => id === messageId)),
    lastMessageId: call((chatId) => chats.get(chatId)?.messages.at(-1)?.id ?? 0),

    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

function pageOf(messages: readonly Message[], { limit, before = Infinity, after }: PageRequest): Message[] {
  const range = messages.filter(({ id }) => id > (after ?? 0) && id < before);
  return after === undefined ? range.slice(-limit) : range.slice(0, limit);
}
