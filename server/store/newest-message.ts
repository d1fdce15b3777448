import { messagePreview } from '../core/preview.ts';
import type { Newest } from '../core/ports/store.ts';
import type { Message } from '../protocol/messages.ts';

/** What was said last in one chat, as far as it was looked for, and kept up with what is stored. */
export class NewestMessage {
  #message: Newest['message'] = null;
  #changes = 0;

  get value(): Newest {
    return { message: this.#message && { ...this.#message }, changes: this.#changes };
  }

  /** A message was found in what was stored before. */
  found(message: Message): void {
    // What was written meanwhile is newer than what was read.
    if (message.status !== 'streaming' && message.id > (this.#message?.id ?? 0)) this.#message = shortened(message);
  }

  /** A message was stored. @param isChange it was there before */
  stored(message: Message, isChange: boolean): void {
    if (message.status === 'streaming') return;
    if (isChange) this.#changes++;
    if (message.id >= (this.#message?.id ?? 0)) this.#message = shortened(message);
  }

  /** A message turned out to be lost. True where it was the newest, which is to be looked for again. */
  lost(id: number): boolean {
    this.#changes++;
    if (this.#message?.id !== id) return false;
    this.#message = null;
    return true;
  }
}

function shortened(message: Message): NonNullable<Newest['message']> {
  const { id, user_id, username, is_bot, created_at, deleted_at } = message;
  const preview = messagePreview(message);
  return { id, user_id, username, is_bot, preview, created_at, ...(deleted_at !== undefined && { deleted: true }) };
}
