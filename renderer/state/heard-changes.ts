import type { Rest } from '../api/rest.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';
import { nameless, type ErasedFrame } from './erased.ts';
import { changed, isChange, type ChangeFrame } from './message-changes.ts';

type Heard = ChangeFrame | ErasedFrame;

/**
 * An answer with messages may have been made before a change of which the socket has told in the meantime, of messages
 * that were not known by then: what was heard while it was under way is done to it as well.
 */
export type HeardChanges = {
  rest: Rest;
  hear: (frame: ServerFrame) => void;
};

/** Wraps what fetches messages. */
export function hearChanges(rest: Rest, now: () => number): HeardChanges {
  /** For each answer that is under way, what was heard since it was asked for. */
  const underWay = new Set<Heard[]>();

  async function upToDate<Answer>(asked: Promise<Answer>, apply: (answer: Answer, frame: Heard) => Answer) {
    const heard: Heard[] = [];
    underWay.add(heard);
    try {
      const answer = await asked;
      return heard.reduce(apply, answer);
    } finally {
      underWay.delete(heard);
    }
  }

  const inOne = (message: Message, frame: Heard) => {
    if (frame.type === 'author_erased')
      return message.chat_id === frame.chat_id ? nameless(message, frame, now()) : message;
    return message.id === frame.message_id ? changed(message, frame) : message;
  };
  const inAll = (messages: Message[], frame: Heard) => messages.map((message) => inOne(message, frame));

  return {
    rest: {
      ...rest,
      messages: (...asked) => upToDate(rest.messages(...asked), inAll),
      message: (...asked) => upToDate(rest.message(...asked), inOne),
      pins: (...asked) => upToDate(rest.pins(...asked), inAll),
      editMessage: (...asked) => upToDate(rest.editMessage(...asked), inOne),
    },
    hear: (frame) => {
      if (isChange(frame) || frame.type === 'author_erased') for (const heard of underWay) heard.push(frame);
    },
  };
}
