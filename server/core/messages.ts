import { findMentions } from '../protocol/mentions.ts';
import type { Message, MessageEdit } from '../protocol/messages.ts';
import { tellEverybody } from './activity.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Files } from './files.ts';
import { deleted, edited, reacted, requireContent } from './message-changes.ts';
import type { Pins } from './pins.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';
import type { Reading } from './reading.ts';
import type { Settings } from './settings.ts';
import type { Turns } from './turns.ts';
import type { Versions } from './versions.ts';

interface MessagesParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  chats: Chats;
  files: Files;
  turns: Turns;
  reading: Reading;
  pins: Pins;
  versions: Versions;
  limits: Pick<Settings, 'messageMax'>;
}

/**
 * What can be done with a stored message. Every call rejects with AppError `not_authorized` where the caller takes no part
 * in the chat, and with `not_found` where there is no such message. What is changed is told once it is durable.
 */
export class Messages {
  readonly #parts: MessagesParts;

  constructor(parts: MessagesParts) {
    this.#parts = parts;
  }

  async get(user: Account, chatId: number, messageId: number): Promise<Message> {
    await this.#parts.chats.requireParticipant(user.id, chatId);
    return this.#required(chatId, messageId);
  }

  /** The former versions of a message, oldest first. */
  async edits(user: Account, chatId: number, messageId: number): Promise<MessageEdit[]> {
    await this.get(user, chatId, messageId);
    return this.#parts.store.edits(chatId, messageId);
  }

  /**
   * Gives a message of the caller's another text; the same one changes nothing.
   * @throws AppError `not_authorized`, `message_deleted`, `invalid`
   */
  async edit(user: Account, chatId: number, messageId: number, content: string): Promise<Message> {
    const { store, backplane, clock, reading, versions } = this.#parts;
    const max = this.#parts.limits.messageMax;
    await this.#begin(user, chatId);
    // Who sends too much is told so without the chat being looked at.
    requireContent(content, max, true);
    const mentions = await mentionsOf(store, chatId, content);
    let edited_at: string | undefined;
    const message = await store.changeMessage(chatId, messageId, (current) => {
      const at = new Date(clock.now()).toISOString();
      const change = edited(current, user, { content, mentions, at, max });
      edited_at = change?.edited_at;
      return change;
    });
    if (edited_at !== undefined) {
      const version = versions.next(chatId);
      const place = { chat_id: chatId, message_id: messageId };
      tellEverybody(backplane, chatId, { type: 'message_edited', ...place, content, edited_at, mentions, version });
      await reading.changed(message);
    }
    return message;
  }

  /**
   * Deletes a message: its author, who asked for a reply of the bot, admins and the owner may. A reply that runs is
   * stopped, a question that waits is withdrawn. A second time changes nothing. Resolves to what is left.
   * @throws AppError `not_authorized`
   */
  async remove(user: Account, chatId: number, messageId: number): Promise<Message> {
    const { store, backplane, clock, files, turns, reading, pins, versions } = this.#parts;
    await this.#begin(user, chatId);
    const role = await store.role(chatId, user.id);
    const mayAll = role === 'owner' || role === 'admin';
    const requireOwn = ({ is_bot, asked_by, user_id }: Message) => {
      const isOwn = is_bot ? asked_by === user.username : user_id === user.id;
      if (!isOwn && !mayAll) throw new AppError('not_authorized');
    };
    const before = await this.#required(chatId, messageId);
    requireOwn(before);
    let deleted_at: string | undefined;
    const message = await files.removeWith(before, () =>
      store.changeMessage(chatId, messageId, (current) => {
        const change = deleted(current, new Date(clock.now()).toISOString());
        deleted_at = change?.deleted_at;
        return change;
      }),
    );
    const { username } = user;
    if (deleted_at !== undefined) {
      turns.forgetMessage(chatId, messageId);
      const version = versions.next(chatId);
      const place = { chat_id: chatId, message_id: messageId };
      tellEverybody(backplane, chatId, { type: 'message_deleted', ...place, deleted_at, username, version });
      await reading.changed(message);
    }
    // Also of one that was deleted before: its pin may have stayed where that could not be saved.
    await pins.drop(chatId, messageId, username);
    return message;
  }

  /**
   * Reacts to a message, or takes that back; a second time changes nothing.
   * @param emoji exactly one, in the form of `oneEmoji`.
   * @throws AppError `message_deleted`, `too_many_reactions`
   */
  async react(user: Account, chatId: number, messageId: number, emoji: string, isOn: boolean): Promise<Message> {
    const { store, backplane, versions } = this.#parts;
    await this.#begin(user, chatId);
    let isChanged = false;
    const message = await store.changeMessage(chatId, messageId, (current) => {
      const reactions = reacted(current, user, emoji, isOn);
      isChanged = reactions !== null;
      return reactions && { reactions: reactions.length > 0 ? reactions : undefined };
    });
    if (isChanged) {
      backplane.publish(`chat:${chatId}`, {
        frame: {
          type: 'message_reactions',
          chat_id: chatId,
          message_id: messageId,
          reactions: message.reactions ?? [],
          version: versions.next(chatId),
        },
      });
    }
    return message;
  }

  async #begin(user: Account, chatId: number): Promise<void> {
    await this.#parts.limiter.consume('change', `user:${user.id}`);
    await this.#parts.chats.requireParticipant(user.id, chatId);
  }

  async #required(chatId: number, messageId: number): Promise<Message> {
    const message = await this.#parts.store.message(chatId, messageId);
    if (!message) throw new AppError('not_found', 'That message does not exist.');
    return message;
  }
}

/** The participants whom a text mentions. They are asked for only where it may. */
export async function mentionsOf(store: Store, chatId: number, content: string): Promise<string[]> {
  if (!content.includes('@')) return [];
  const participants = await store.participants(chatId);
  return findMentions(
    content,
    participants.map(({ username }) => username),
  );
}
