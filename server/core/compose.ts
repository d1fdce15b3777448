import type { MessageFrame } from '../protocol/frames.ts';
import type { Message } from '../protocol/messages.ts';
import type { Chats } from './chats.ts';
import { AppError } from './errors.ts';
import type { Files, TakenFiles } from './files.ts';
import { requireContent } from './message-changes.ts';
import { mentionsOf } from './messages.ts';
import type { Store } from './ports/store.ts';

interface ComposeParts {
  store: Store;
  chats: Chats;
  files: Files;
}

/** What somebody wants to say, as its frame has it. */
interface Wish {
  chat_id: number;
  content: string;
  client_id?: string | undefined;
  reply_to?: number | undefined;
  file_ids?: number[] | undefined;
  forward?: { chat_id: number; message_id: number } | undefined;
}

/** What a message frame makes of a message, beside who sent it and when. */
export type Composed = Pick<Message, 'content' | 'reply_to' | 'mentions' | 'forwarded_from'>;

/**
 * Refuses what cannot become a message, before anything is asked of the store.
 * @throws AppError `invalid`, with a sentence that says why not
 */
export function requireSayable({ content, file_ids = [], forward }: Wish, max: number): void {
  if (forward === undefined) requireContent(content, max, file_ids.length > 0);
  else if (content !== '')
    throw new AppError('invalid', 'A forwarded message is sent as it is. Say more in another one.');
}

/**
 * Makes of a frame what is to be stored: looks at what it answers, finds whom it mentions, copies what it forwards. Files
 * are taken for it: they are to be kept or released.
 * @throws AppError `invalid` where it answers no message of its chat, `not_authorized`, `not_found`, `message_deleted`,
 *   `file_gone`
 */
export async function compose(
  parts: ComposeParts,
  userId: number,
  wish: Wish,
): Promise<Composed & { files?: TakenFiles }> {
  const { store } = parts;
  if (wish.forward) return copyOf(parts, userId, wish.chat_id, wish.forward);
  const { chat_id, content, reply_to, file_ids = [], client_id } = wish;
  if (reply_to !== undefined && !(await store.message(chat_id, reply_to))) {
    throw new AppError('invalid', 'The message that this one answers is not in this chat.');
  }
  const mentions = await mentionsOf(store, chat_id, content);
  return {
    content,
    ...(reply_to !== undefined && { reply_to }),
    ...(mentions.length > 0 && { mentions }),
    // The last that may fail: what is taken has to be given back.
    ...(file_ids.length > 0 && { files: await parts.files.take(userId, chat_id, file_ids, client_id) }),
  };
}

/** What somebody wrote who may not know: it mentions nobody and asks nothing. */
async function copyOf(
  { store, chats, files }: ComposeParts,
  userId: number,
  to: number,
  { chat_id, message_id }: NonNullable<Wish['forward']>,
): Promise<Composed & { files?: TakenFiles }> {
  await chats.requireParticipant(userId, chat_id);
  const source = await store.message(chat_id, message_id);
  if (!source) throw new AppError('not_found', 'The message to forward does not exist.');
  if (source.deleted_at !== undefined) throw new AppError('message_deleted');
  if (source.status === 'streaming') {
    throw new AppError('invalid', 'This reply is still being written. Forward it when it is done.');
  }
  const { content, files: attached = [] } = source;
  if (content.trim() === '' && attached.length === 0) {
    throw new AppError('invalid', 'There is nothing in this message to forward.');
  }
  const forwarded_from = source.forwarded_from ?? source.username;
  if (attached.length === 0) return { content, forwarded_from };
  return { content, forwarded_from, files: await files.copy(userId, source, to) };
}

/** A stored message as it is told; to its sender it is the acknowledgement. */
export function messageFrame({ id, status: _status, ...fields }: Message): MessageFrame {
  return { type: 'message', message_id: id, ...fields };
}
