import type { ChunkFrame, CompletionFrame } from '../protocol/frames.ts';
import type { Message, MessageStatus } from '../protocol/messages.ts';
import type { ReplySentence } from '../protocol/reply-sentences.ts';

/** How a reply ended. */
export interface Ending {
  status: Exclude<MessageStatus, 'streaming'>;
  /** A sentence for people, where there is something to say. */
  detail?: ReplySentence;
}

/** A piece of a running reply; what starts it (offset 0) also says who asked what. */
export function chunkFrame(reply: Message, offset: number, chunk: string): ChunkFrame {
  return { type: 'bot_stream', ...place(reply), chunk, is_complete: false, offset, ...(offset === 0 && origin(reply)) };
}

/** The end of a reply. */
export function completionFrame(reply: Message, text: string, ending: Ending): CompletionFrame {
  return {
    type: 'bot_stream',
    ...place(reply),
    chunk: '',
    is_complete: true,
    full_response: text,
    offset: text.length,
    ...ending,
    ...origin(reply),
  };
}

function place({ chat_id, id, username }: Message) {
  return { chat_id, message_id: id, username };
}

function origin({ asked_by, reply_to, created_at }: Message) {
  return { asked_by, reply_to, created_at };
}
