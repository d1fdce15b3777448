import type { Message } from '../../server/protocol/messages.ts';
import { merge, newestId } from './messages.ts';
import { previewOf } from './preview.ts';
import type { ChatState } from './types.ts';

/** Messages without gaps, and whether there are more on either side. */
export type Stretch = { messages: readonly Message[]; hasOlder: boolean; hasNewer: boolean };

/** The chat with this stretch loaded: joined to what is there where the two have a message in common, else in its place. */
export function withStretch(chat: ChatState, stretch: Stretch): ChatState {
  const { messages, hasOlder, hasNewer } = chat;
  const known = new Set(messages.map(({ id }) => id));
  if (!stretch.messages.some(({ id }) => known.has(id))) {
    return { ...chat, ...stretch, history: 'ready', replaced: chat.replaced + 1, preview: previewOf(chat) };
  }
  const isOlder = stretch.messages[0]!.id < messages[0]!.id;
  const isNewer = newestId(stretch.messages) > newestId(messages);
  return {
    ...chat,
    messages: merge(messages, stretch.messages),
    history: 'ready',
    hasOlder: isOlder ? stretch.hasOlder : hasOlder,
    // What reaches to the end goes on doing so: what is said there comes by itself.
    hasNewer: hasNewer && (isNewer ? stretch.hasNewer : true),
  };
}

/** The chat without its old messages, as if it had never been opened; unchanged where it shows the newest. */
export function withoutStretch(chat: ChatState): ChatState {
  if (!chat.hasNewer) return chat;
  const nothing = { messages: [], hasOlder: false, hasNewer: false, replaced: chat.replaced + 1 };
  return { ...chat, ...nothing, history: 'unloaded' };
}
