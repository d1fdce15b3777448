import type { ChunkFrame, CompletionFrame, MessageFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';

type Messages = readonly Message[];

/** The loaded messages of a chat, and whether there are more on either side. */
type Loaded = { messages: Messages; hasOlder: boolean; hasNewer: boolean };

/** Where `id` is, or would go, in messages sorted by id. */
export function indexOfMessage(messages: Messages, id: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (messages[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The message with this id; undefined where it is not known. */
export function findMessage(messages: Messages, id: number): Message | undefined {
  const found = messages[indexOfMessage(messages, id)];
  return found?.id === id ? found : undefined;
}

/** The id of the newest message; 0 where there is none. */
export function newestId(messages: Messages): number {
  return messages.at(-1)?.id ?? 0;
}

/**
 * False where this message may not be added, as it would leave a gap: what is between it and the loaded messages is not
 * known.
 */
export function isInReach({ messages, hasOlder, hasNewer }: Loaded, id: number): boolean {
  const oldest = messages[0]?.id;
  if (oldest === undefined) return true;
  return (!hasOlder || id >= oldest) && (!hasNewer || id <= newestId(messages));
}

/** Adds the message, or puts it in place of the one with its id. */
function put(messages: Messages, message: Message): Messages {
  const index = indexOfMessage(messages, message.id);
  const known = messages[index];
  if (known === message) return messages;
  return messages.toSpliced(index, known?.id === message.id ? 1 : 0, message);
}

/** Adds messages that the server gave; what did not change keeps its identity. */
export function merge(messages: Messages, fetched: Messages): Messages {
  const news = new Map<number, Message>();
  for (const message of fetched) {
    const known = news.get(message.id) ?? findMessage(messages, message.id);
    const now = known === undefined ? message : truer(known, message);
    if (now !== known) news.set(message.id, now);
  }
  if (news.size === 0) return messages;
  // All at once: a page into a long chat must not move every message fifty times.
  return [...messages.filter(({ id }) => !news.has(id)), ...news.values()].toSorted((a, b) => a.id - b.id);
}

/** An answer may be older than what the socket has brought in the meantime: a finished message never runs again. */
function truer(known: Message, fetched: Message): Message {
  if (known.deleted_at !== undefined && fetched.deleted_at === undefined) return known;
  if (fetched.status === 'streaming') {
    if (known.status !== 'streaming' || known.content.length >= fetched.content.length) return known;
  }
  return isSame(known, fetched) ? known : fetched;
}

function isSame(a: Message, b: Message): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Message>;
  return [...keys].every((key) => a[key] === b[key] || JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

/** A stored message as its frame brings it. */
export function withMessageFrame(messages: Messages, frame: MessageFrame): Messages {
  const { type: _, message_id, client_id, ...fields } = frame;
  const message: Message = {
    id: message_id,
    ...fields,
    status: 'complete',
    ...(client_id === undefined ? {} : { client_id }),
  };
  const known = findMessage(messages, message_id);
  if (known === undefined) return put(messages, message);
  // A repeated echo says nothing new; what was fetched may say more (why a reply ended, whom it answers).
  if (known.deleted_at !== undefined) return messages;
  return known.content === message.content && known.status === 'complete' ? messages : put(messages, message);
}

/**
 * A piece of a running reply. With offset 0 it starts an unknown one; anything later waits for the catch-up. `now` is the
 * time of a reply whose frame names none, in milliseconds since the epoch.
 */
export function withChunk(messages: Messages, frame: ChunkFrame, now: number): Messages {
  const known = findMessage(messages, frame.message_id);
  if (known === undefined) {
    return frame.offset === 0 ? put(messages, { ...bornOf(frame, now), content: frame.chunk }) : messages;
  }
  if (known.status !== 'streaming' || frame.offset > known.content.length) return messages;
  // What is there already stays: a catch-up or a double must not take the text back by a few words.
  if (known.content.startsWith(frame.chunk, frame.offset)) return messages;
  return put(messages, { ...known, content: known.content.slice(0, frame.offset) + frame.chunk });
}

/** The end of a reply: whatever was missed before is healed by its whole text. */
export function withCompletion(messages: Messages, frame: CompletionFrame, now: number): Messages {
  const known = findMessage(messages, frame.message_id);
  if (known?.deleted_at !== undefined) return messages;
  const finished: Message = {
    ...bornOf(frame, now),
    ...known,
    content: frame.full_response,
    status: frame.status,
    ...(frame.detail === undefined ? {} : { detail: frame.detail }),
  };
  return known !== undefined && isSame(known, finished) ? messages : put(messages, finished);
}

function bornOf(frame: ChunkFrame | CompletionFrame, now: number): Message {
  return {
    id: frame.message_id,
    chat_id: frame.chat_id,
    user_id: null,
    username: frame.username,
    content: '',
    is_bot: true,
    created_at: frame.created_at ?? new Date(now).toISOString(),
    status: 'streaming',
    ...(frame.reply_to === undefined ? {} : { reply_to: frame.reply_to }),
    ...(frame.asked_by === undefined ? {} : { asked_by: frame.asked_by }),
  };
}
