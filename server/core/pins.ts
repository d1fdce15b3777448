import { PINS_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import { tellEverybody } from './activity.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import { requireThere } from './message-changes.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';

interface PinsParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  chats: Chats;
}

/** Messages that a chat keeps at hand. Rejects as `Messages` does. */
export class Pins {
  readonly #parts: PinsParts;

  constructor(parts: PinsParts) {
    this.#parts = parts;
  }

  /** The pinned messages, pinned last first. */
  async list(user: Account, chatId: number): Promise<Message[]> {
    const { store, chats } = this.#parts;
    const { pinned_message_ids } = await chats.requireParticipant(user.id, chatId);
    const messages = await Promise.all(pinned_message_ids.map((messageId) => store.message(chatId, messageId)));
    return messages.filter((message) => message !== undefined && message.deleted_at === undefined) as Message[];
  }

  /**
   * Pins a message, which one that is pinned already does not notice.
   * @returns ids of the pinned messages. @throws AppError `message_deleted`, `too_many_pins`
   */
  async add(user: Account, chatId: number, messageId: number): Promise<number[]> {
    const { store } = this.#parts;
    await this.#begin(user, chatId);
    const isThere = async () => {
      const message = await store.message(chatId, messageId);
      if (!message) throw new AppError('not_found', 'That message does not exist.');
      requireThere(message);
    };
    await isThere();
    const ids = await this.#change(chatId, user.username, (pinned) => {
      if (pinned.includes(messageId)) return null;
      if (pinned.length >= PINS_MAX) throw new AppError('too_many_pins');
      return [messageId, ...pinned];
    });
    try {
      // Deleted meanwhile, its pin was looked for before it was there.
      await isThere();
    } catch (error) {
      await this.drop(chatId, messageId, user.username);
      throw error;
    }
    return ids;
  }

  /** Unpins a message; one that is not pinned stays so. @returns ids of the pinned messages. */
  async remove(user: Account, chatId: number, messageId: number): Promise<number[]> {
    await this.#begin(user, chatId);
    return this.drop(chatId, messageId, user.username);
  }

  /** Unpins a message, whoever may. @param username for whom that is done. */
  drop(chatId: number, messageId: number, username: string): Promise<number[]> {
    return this.#change(chatId, username, (pinned) =>
      pinned.includes(messageId) ? pinned.filter((pinnedId) => pinnedId !== messageId) : null,
    );
  }

  async #change(chatId: number, username: string, change: (pinned: number[]) => number[] | null): Promise<number[]> {
    const { store, backplane } = this.#parts;
    let isChanged = false;
    const { pinned_message_ids } = await store.changeChat(chatId, (chat) => {
      const ids = change(chat.pinned_message_ids);
      isChanged = ids !== null;
      return ids && { pinned_message_ids: ids };
    });
    if (isChanged) {
      const frame = { type: 'pins_changed', chat_id: chatId, message_ids: pinned_message_ids, username } as const;
      tellEverybody(backplane, chatId, frame);
    }
    return pinned_message_ids;
  }

  async #begin(user: Account, chatId: number): Promise<void> {
    await this.#parts.limiter.consume('change', `user:${user.id}`);
    await this.#parts.chats.requireParticipant(user.id, chatId);
  }
}
