import { AppError } from '../../core/errors.ts';
import type { Changing } from '../../core/ports/changing.ts';
import type { MessageChange, NewMessage, StoredMessage } from '../../core/ports/store.ts';
import type { Message } from '../../protocol/messages.ts';
import { applyChange } from '../apply-change.ts';
import type { LogIndex } from './log-index.ts';
import { encodeLine, keyHash } from './log-line.ts';
import type { MessageIds } from './message-ids.ts';

/** What is stored already. */
export interface LogReader {
  stored(id: number): Promise<StoredMessage | undefined>;
  withKeyHash(hash: number): Promise<StoredMessage[]>;
}

/** The message of that key as it is now, and whether it is new. */
interface Added {
  message: Message;
  added: boolean;
}

interface DraftLine {
  message: StoredMessage;
  bytes: Buffer;
  keyHash: number;
}

/** The lines of one write. Each call sees those before it; nobody else sees any until they are on the disk. */
export class LogDraft {
  readonly #stored: LogReader;
  readonly #ids: MessageIds;
  readonly #index: LogIndex;
  readonly #lines: DraftLine[] = [];
  readonly #newest = new Map<number, StoredMessage>();
  readonly #byKey = new Map<string, StoredMessage>();
  #bytes = 0;
  #newestId = 0;

  /** @param index of what is stored. */
  constructor(stored: LogReader, ids: MessageIds, index: LogIndex) {
    this.#stored = stored;
    this.#ids = ids;
    this.#index = index;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The newest id that was added, 0 where none was. */
  get newestId(): number {
    return this.#newestId;
  }

  /** A promise only where the disk has to be asked: in a busy room, waiting for nothing would cost more than the rest. */
  add(message: NewMessage): Added | Promise<Added> {
    const hash = keyHash(message);
    const mayBeThere = hash !== 0 && (this.#byKey.has(keyOf(message)) || this.#index.candidates(hash).length > 0);
    const id = mayBeThere ? undefined : this.#ids.take();
    return id === undefined ? this.#addWithCare(message, hash) : this.#addNew(message, hash, id);
  }

  async #addWithCare(message: NewMessage, hash: number): Promise<Added> {
    const former = hash === 0 ? undefined : await this.#formerOf(message, hash);
    if (former) return { message: structuredClone(shown(this.#newest.get(former.id) ?? former)), added: false };
    return this.#addNew(message, hash, await this.#takeId());
  }

  #addNew(message: NewMessage, hash: number, id: number): Added {
    const added: Message = { ...message, id };
    this.#newestId = id;
    if (hash !== 0) this.#byKey.set(keyOf(message), added);
    this.#put(added, hash, false);
    return { message: { ...added }, added: true };
  }

  async change(id: number, changing: Changing<StoredMessage, MessageChange>): Promise<Message> {
    const current = this.#newest.get(id) ?? (await this.#stored.stored(id));
    if (!current) throw new AppError('not_found', 'That message does not exist.');
    const changed = applyChange(current, changing);
    if (changed) this.#put(changed, 0, true);
    return structuredClone(shown(changed ?? current));
  }

  /** Ends a reply that nobody writes any more; nothing where it cannot be read. */
  async interrupt(id: number): Promise<void> {
    const current = await this.#stored.stored(id);
    if (current) this.#put({ ...current, status: 'interrupted' }, 0, true);
  }

  content(): Buffer {
    return Buffer.concat(
      this.#lines.map((line) => line.bytes),
      this.#bytes,
    );
  }

  /** The messages that were added or changed, as they are then. */
  messages(): Iterable<Message> {
    return this.#newest.values();
  }

  /** The lines lie in the log now, from `start` on. */
  applyAt(start: number): void {
    const index = this.#index;
    let offset = start;
    for (const { message, bytes, keyHash: hash } of this.#lines) {
      const { length } = bytes;
      if (message.id > index.lastId) index.add(message.id, offset, length, hash);
      else index.move(index.find(message.id), { offset, length });
      offset += length;
    }
  }

  #put(message: StoredMessage, hash: number, isChange: boolean): void {
    const bytes = encodeLine(message, Math.max(this.#index.lastId, this.#newestId), isChange);
    this.#lines.push({ message, bytes, keyHash: hash });
    this.#newest.set(message.id, message);
    this.#bytes += bytes.length;
  }

  async #formerOf(message: NewMessage, hash: number): Promise<StoredMessage | undefined> {
    const drafted = this.#byKey.get(keyOf(message));
    if (drafted) return drafted;
    const candidates = await this.#stored.withKeyHash(hash);
    return candidates.find((one) => one.user_id === message.user_id && one.client_id === message.client_id);
  }

  async #takeId(): Promise<number> {
    for (;;) {
      const id = this.#ids.take();
      if (id !== undefined) return id;
      await this.#ids.reserve();
    }
  }
}

function keyOf({ user_id, client_id }: NewMessage): string {
  return `${user_id} ${client_id}`;
}

/** A message as it is handed out: without its former versions. */
export function shown(stored: StoredMessage): Message {
  const { edits: _, ...message } = stored;
  return message;
}
