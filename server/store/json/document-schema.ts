import * as z from 'zod';

/** The form of `coop.json` that this version writes. */
export const SCHEMA_VERSION = 3;

const id = z.int().positive();
const count = z.int().nonnegative();

const user = z.object({
  id,
  username: z.string(),
  email: z.nullable(z.string()),
  created_at: z.string(),
  password_hash: z.nullable(z.string()),
  is_guest: z.boolean(),
  is_host: z.boolean(),
  hides_last_seen: z.boolean(),
});

const chat = z.object({
  id,
  name: z.nullable(z.string()),
  topic: z.nullable(z.string()),
  picture: z.nullable(z.string()),
  pinned_message_ids: z.array(id),
  owner_id: id,
  is_group: z.boolean(),
  created_at: z.string(),
  is_ai_chat: z.boolean(),
  /** The newest message id in any chat when this one was made: places an empty chat among the active ones. */
  created_after: count,
});

const participant = z.object({ chat_id: id, user_id: id, is_admin: z.boolean() });

const invite = z.object({
  id,
  token: z.string(),
  code: z.string(),
  chat_id: z.nullable(id),
  created_by: id,
  created_at: z.string(),
  expires_at: z.nullable(z.string()),
  uses: count,
});

const documentSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  settings: z.object({ server_id: z.nullable(z.string()), lobby_chat_id: z.nullable(id) }),
  /** The greatest ids that may have been given. Message ids are reserved in blocks, so theirs is ahead of use. */
  last_ids: z.object({ user: count, chat: count, message: count, invite: count }),
  users: z.array(user),
  /** Whom the host has removed: nobody else gets their names and addresses. */
  removed_users: z.array(z.object({ id, username: z.string(), email: z.nullable(z.string()) })),
  chats: z.array(chat),
  /** Deleted ones, whose logs go where they are found. */
  removed_chat_ids: z.array(id).default([]),
  /** In the order in which they were added. */
  participants: z.array(participant),
  invites: z.array(invite),
});

/** What `coop.json` holds. Never changed in place: a change makes a new one that shares the untouched parts. */
export type DocumentData = z.infer<typeof documentSchema>;

export const emptyDocument: DocumentData = {
  schema_version: SCHEMA_VERSION,
  settings: { server_id: null, lobby_chat_id: null },
  last_ids: { user: 0, chat: 0, message: 0, invite: 0 },
  users: [],
  removed_users: [],
  chats: [],
  removed_chat_ids: [],
  participants: [],
  invites: [],
};

/** The form before there were roles, topics, pictures and pins. */
const secondSchema = z
  .object({
    ...documentSchema.shape,
    schema_version: z.literal(2),
    users: z.array(user.omit({ hides_last_seen: true })),
    chats: z.array(chat.omit({ topic: true, picture: true, pinned_message_ids: true })),
    participants: z.array(participant.omit({ is_admin: true })),
  })
  .transform((second): DocumentData => ({
    ...second,
    schema_version: SCHEMA_VERSION,
    users: second.users.map((account) => ({ ...account, hides_last_seen: false })),
    chats: second.chats.map((one) => ({ ...one, topic: null, picture: null, pinned_message_ids: [] })),
    participants: second.participants.map((one) => ({ ...one, is_admin: false })),
  }));

/** The form before there were guests, hosts, invites and settings. */
const firstSchema = z
  .object({
    schema_version: z.literal(1),
    last_ids: documentSchema.shape.last_ids.omit({ invite: true }),
    users: z.array(user.omit({ is_guest: true, is_host: true, hides_last_seen: true }).required()),
    chats: z.array(chat.omit({ topic: true, picture: true, pinned_message_ids: true })),
    participants: z.array(participant.omit({ is_admin: true })),
  })
  .transform((first): z.input<typeof secondSchema> => ({
    ...emptyDocument,
    ...first,
    schema_version: 2,
    last_ids: { ...first.last_ids, invite: 0 },
    users: first.users.map((account) => ({ ...account, is_guest: false, is_host: false })),
  }))
  .pipe(secondSchema);

/** The forms that are read, the oldest first; each parses to the newest. */
export const documentSchemas = [firstSchema, secondSchema, documentSchema];
