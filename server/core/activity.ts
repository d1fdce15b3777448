import type { ServerFrame } from '../protocol/frames.ts';
import type { Message } from '../protocol/messages.ts';
import type { Backplane } from './ports/backplane.ts';
import { messagePreview } from './preview.ts';

/** Tells those who take part in a chat and are not in its room that a message was stored, or that a reply has ended. */
export function publishActivity(backplane: Backplane, message: Message): void {
  const { id: message_id, chat_id, user_id, username, is_bot, created_at, mentions, asked_by } = message;
  backplane.publish(`activity:${chat_id}`, {
    frame: {
      type: 'activity',
      chat_id,
      message_id,
      user_id,
      username,
      is_bot,
      created_at,
      preview: messagePreview(message),
      ...(mentions !== undefined && { mentions }),
      ...(asked_by !== undefined && { asked_by }),
    },
  });
}

/** Tells every connection of a chat's participants, wherever it is, once: those in the room and those outside. */
export function tellEverybody(backplane: Backplane, chatId: number, frame: ServerFrame): void {
  backplane.publish(`chat:${chatId}`, { frame });
  backplane.publish(`activity:${chatId}`, { frame });
}
