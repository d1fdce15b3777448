import { exportFileName, type ExportFormat } from '../protocol/export.ts';
import type { FileEntry } from '../protocol/files.ts';
import { PAGE_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import { otherUser } from './accounts.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import { dataUri } from './export/data-uri.ts';
import type { ExportedChat, Writer } from './export/exported.ts';
import { htmlWriter } from './export/html.ts';
import { jsonWriter } from './export/json.ts';
import { markdownWriter } from './export/markdown.ts';
import type { Clock } from './ports/clock.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store, StoredChat } from './ports/store.ts';

/** Exports that one user may have under way at once. */
export const EXPORTS_PER_USER = 2;
/** Bytes of images that one page embeds; further ones are named only. */
export const EMBEDDED_MAX = 20 * 1_048_576;
/** Who is named where a chat has no name. */
const TITLE_NAMES_MAX = 8;

interface ExportsParts {
  store: Store;
  limiter: Limiter;
  clock: Clock;
  chats: Chats;
  /** Instead of `EMBEDDED_MAX`. */
  embeddedMax?: number;
}

/** A chat on its way out. */
export interface ChatExport {
  /** What its file is called. */
  name: string;
  /**
   * The file in pieces, each made when it is asked for. Throws where the rest cannot be had, or where who asks takes part in
   * the chat no more: what came before is no whole file then.
   */
  pieces: () => AsyncIterable<string>;
  /** To be called in the end, whatever happened. */
  close: () => void;
}

const writers: Record<ExportFormat, () => Writer> = {
  markdown: markdownWriter,
  json: jsonWriter,
  html: htmlWriter,
};

/** Takes chats out, for those who take part in them. */
export class Exports {
  readonly #parts: ExportsParts;
  readonly #underWay = new Map<number, number>();

  constructor(parts: ExportsParts) {
    this.#parts = parts;
  }

  /** @throws AppError `not_authorized`, `rate_limited` */
  async open(caller: Account, chatId: number, format: ExportFormat): Promise<ChatExport> {
    const { chats, limiter } = this.#parts;
    const chat = await chats.requireParticipant(caller.id, chatId);
    await limiter.consume('export', `user:${caller.id}`);
    const about = await this.#about(caller, chat);
    const count = this.#underWay.get(caller.id) ?? 0;
    if (count >= EXPORTS_PER_USER) {
      const sentence = `${EXPORTS_PER_USER} exports of yours are under way. Wait until one of them has ended.`;
      throw new AppError('rate_limited', sentence, { retryAfter: 10 });
    }
    this.#underWay.set(caller.id, count + 1);
    let isOpen = true;
    return {
      name: exportFileName(about.title, about.at, format),
      pieces: () => this.#pieces(caller.id, about, writers[format]()),
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        const left = this.#underWay.get(caller.id)! - 1;
        if (left === 0) this.#underWay.delete(caller.id);
        else this.#underWay.set(caller.id, left);
      },
    };
  }

  async #about(caller: Account, chat: StoredChat): Promise<ExportedChat> {
    const { store, clock } = this.#parts;
    const accounts = await store.participants(chat.id);
    const participants = await Promise.all(
      accounts.map(async (account) => {
        const role = await store.role(chat.id, account.id);
        return { ...otherUser(account), ...(role !== undefined && { role }) };
      }),
    );
    const others = accounts.filter(({ id }) => id !== caller.id).map(({ username }) => username);
    const names = others.slice(0, TITLE_NAMES_MAX).join(', ');
    const title = chat.name ?? (names === '' ? 'Chat' : names);
    return { chat, title, participants, by: caller.username, at: new Date(clock.now()).toISOString() };
  }

  async *#pieces(userId: number, about: ExportedChat, writer: Writer): AsyncIterable<string> {
    const { store, chats } = this.#parts;
    const chatId = about.chat.id;
    // What is said from now on is no part of it: it has an end, however lively the chat is.
    const end = (await store.lastMessageId(chatId)) + 1;
    const image = this.#images(chatId);
    let count = 0;
    yield writer.begin(about);
    for (let after = 0; ;) {
      await chats.requireParticipant(userId, chatId);
      const page = await store.messages(chatId, { limit: PAGE_MAX, after, before: end });
      const known = new Map(page.map((message) => [message.id, message]));
      for (const message of page) {
        yield* writer.message({ message, quoted: await this.#quoted(message, known) }, image);
        count++;
      }
      if (page.length < PAGE_MAX) break;
      after = page.at(-1)!.id;
    }
    // A deleted chat has no messages, which would look like the end of it.
    await chats.requireParticipant(userId, chatId);
    yield writer.end(count);
  }

  async #quoted(message: Message, known: ReadonlyMap<number, Message>): Promise<Message | undefined> {
    const { chat_id, reply_to } = message;
    if (reply_to === undefined) return undefined;
    return known.get(reply_to) ?? this.#parts.store.message(chat_id, reply_to);
  }

  /** Hands out images until there are too many of them. */
  #images(chatId: number): (entry: FileEntry) => Promise<AsyncIterable<string> | undefined> {
    const { store, embeddedMax = EMBEDDED_MAX } = this.#parts;
    let left = embeddedMax;
    return async ({ id, type, size }) => {
      if (size > left) return undefined;
      const file = await store.files.file(id);
      const content = file?.chat_id === chatId ? await store.files.content(file) : undefined;
      if (!content) return undefined;
      left -= size;
      return dataUri(type, content);
    };
  }
}
