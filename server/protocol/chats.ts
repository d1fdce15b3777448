import * as z from 'zod/mini';
import { CHAT_NAME_MAX, PARTICIPANTS_AT_CREATION_MAX, TOPIC_MAX } from './limits.ts';
import { notifyLevel } from './preferences.ts';
import { readingFields } from './reading.ts';
import { id, isVisible, plainText, timestamp } from './text.ts';

/** What ends a line, and what turns the direction of a text it stands in. */
const control = /\p{Cc}|\p{Bidi_Control}/gu;

/** One line that can be shown anywhere, of `max` UTF-16 code units. */
export const line = (max: number) =>
  plainText().check(
    z.overwrite((text) => text.replace(/\s+/g, ' ').replace(control, '').trim()),
    z.minLength(1, 'must not be empty'),
    z.maxLength(max, `must have at most ${max} characters`),
    z.refine(isVisible, 'must contain a visible character'),
  );

export const chatName = line(CHAT_NAME_MAX);

/** What a chat is about, in a sentence. */
export const chatTopic = line(TOPIC_MAX);

/** Body of `POST /api/chats`. A chat without a name is shown under its participants' names. */
export const newChat = z.object({
  name: z._default(z.nullable(chatName), null),
  is_group: z._default(z.boolean(), false),
  /** The bot answers every message, without `/bot`. */
  is_ai_chat: z._default(z.boolean(), false),
  /** Participants besides the creator. */
  participant_usernames: z._default(
    z
      .array(z.string())
      .check(
        z.maxLength(
          PARTICIPANTS_AT_CREATION_MAX,
          `at most ${PARTICIPANTS_AT_CREATION_MAX} people can be added at once`,
        ),
      ),
    [],
  ),
});
export type NewChat = z.infer<typeof newChat>;

/** Body of `POST /api/chats/{id}/invite`. */
export const invitation = z.object({ username: z.string().check(z.minLength(1, 'must not be empty')) });

/**
 * What somebody may do in a chat. There is one owner. Owner and admins change what the chat is called and about, remove
 * others and make invites; only the owner says who is an admin, hands over, and deletes.
 */
export const role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof role>;

/** The durable conversation, as all of its participants see it. */
export const commonChat = z.object({
  id: id(),
  name: z.nullable(z.string()),
  /** What it is about. */
  topic: z.nullable(z.string()),
  /** SHA-256 of its picture in hex; another picture has another one. */
  picture: z.nullable(z.string()),
  /** Pinned last comes first. */
  pinned_message_ids: z.array(id()),
  owner_id: id(),
  is_group: z.boolean(),
  created_at: timestamp(),
  is_ai_chat: z.boolean(),
  /** The first few participants, the owner first, to name a chat that has no name. */
  participant_usernames: z.array(z.string()),
});
export type CommonChat = z.infer<typeof commonChat>;

/** A chat as one participant sees it. */
export const chat = z.extend(commonChat, {
  /** What the reader may do in it. */
  role: z.optional(role),
  /** What the reader is told of it; null: as their preferences say. */
  notify: z.optional(z.nullable(notifyLevel)),
  ...readingFields,
});
export type Chat = z.infer<typeof chat>;
