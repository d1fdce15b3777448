import * as z from 'zod';
import { newAccountFields } from '../account-fields.ts';
import { disabledReason, webhookEvent } from '../../protocol/webhooks.ts';

/** The form of `coop.json` that this version writes. */
export const SCHEMA_VERSION = 4;

const id = z.int().positive();
const count = z.int().nonnegative();

const level = z.enum(['all', 'mentions', 'none']);

const preferences = z.object({
  sound: z.boolean(),
  notify: level,
  quiet_hours: z.nullable(z.object({ from: z.string(), to: z.string() })),
  paused_until: z.nullable(z.string()),
});

/** What accounts did not have before form 4. */
const accountAdditions = {
  display_name: z.nullable(z.string()),
  about: z.nullable(z.string()),
  avatar: z.nullable(z.string()),
  tokens_from: z.nullable(z.string()),
  banned_at: z.nullable(z.string()),
  preferences,
};

const user = z.object({
  id,
  username: z.string(),
  email: z.nullable(z.string()),
  created_at: z.string(),
  password_hash: z.nullable(z.string()),
  is_guest: z.boolean(),
  is_host: z.boolean(),
  hides_last_seen: z.boolean(),
  ...accountAdditions,
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

const participant = z.object({ chat_id: id, user_id: id, is_admin: z.boolean(), notify: z.nullable(level) });

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

const webhook = z.object({
  id,
  chat_id: id,
  kind: z.enum(['outgoing', 'incoming']),
  name: z.string(),
  /** Where an outgoing one goes. */
  url: z.nullable(z.string()),
  /** What signs an outgoing one; a digest of what opens the door for an incoming one. */
  secret: z.string(),
  events: z.array(z.enum(webhookEvent.options)),
  hears_integrations: z.boolean(),
  is_active: z.boolean(),
  /** Why it was switched off by the server. */
  disabled_reason: z.nullable(z.enum(disabledReason.options)),
  created_by: id,
  created_at: z.string(),
});

/** Of somebody who deleted their account: what becomes of their messages, and whether it has. */
const erasure = z.object({ messages: z.enum(['anonymous', 'deleted']), is_done: z.boolean() });

const removedUser = z.object({
  id,
  username: z.string(),
  email: z.nullable(z.string()),
  erasure: z.nullable(erasure),
});

const documentSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  settings: z.object({
    server_id: z.nullable(z.string()),
    lobby_chat_id: z.nullable(id),
    /** Options that the host has set, by name, in the form that the command line takes. */
    options: z.record(z.string(), z.string()),
  }),
  /** The greatest ids that may have been given. Message ids are reserved in blocks, so theirs is ahead of use. */
  last_ids: z.object({ user: count, chat: count, message: count, invite: count, webhook: count }),
  users: z.array(user),
  /** Whom the host has removed: nobody else gets their names and addresses. */
  removed_users: z.array(removedUser),
  chats: z.array(chat),
  /** Deleted ones, whose logs go where they are found. */
  removed_chat_ids: z.array(id).default([]),
  /** In the order in which they were added. */
  participants: z.array(participant),
  invites: z.array(invite),
  webhooks: z.array(webhook),
  /** What sets a password without the former one, by the digest of its secret. */
  password_resets: z.array(z.object({ user_id: id, digest: z.string(), expires_at: z.string() })),
});

/** What `coop.json` holds. Never changed in place: a change makes a new one that shares the untouched parts. */
export type DocumentData = z.infer<typeof documentSchema>;

export const emptyDocument: DocumentData = {
  schema_version: SCHEMA_VERSION,
  settings: { server_id: null, lobby_chat_id: null, options: {} },
  last_ids: { user: 0, chat: 0, message: 0, invite: 0, webhook: 0 },
  users: [],
  removed_users: [],
  chats: [],
  removed_chat_ids: [],
  participants: [],
  invites: [],
  webhooks: [],
  password_resets: [],
};

const addedToUser = {
  display_name: true,
  about: true,
  avatar: true,
  tokens_from: true,
  banned_at: true,
  preferences: true,
} as const;

/** The form before there were profiles, preferences, bans, webhooks, options in it, and accounts that are erased. */
const { webhooks: _webhooks, password_resets: _resets, ...thirdShape } = documentSchema.shape;
const thirdSchema = z
  .object({
    ...thirdShape,
    schema_version: z.literal(3),
    settings: documentSchema.shape.settings.omit({ options: true }),
    last_ids: documentSchema.shape.last_ids.omit({ webhook: true }),
    users: z.array(user.omit(addedToUser)),
    removed_users: z.array(removedUser.omit({ erasure: true })),
    participants: z.array(participant.omit({ notify: true })),
  })
  .transform((third): DocumentData => ({
    ...third,
    schema_version: SCHEMA_VERSION,
    settings: { ...third.settings, options: {} },
    last_ids: { ...third.last_ids, webhook: 0 },
    users: third.users.map((account) => ({ ...newAccountFields, ...account })),
    removed_users: third.removed_users.map((account) => ({ ...account, erasure: null })),
    participants: third.participants.map((one) => ({ ...one, notify: null })),
    webhooks: [],
    password_resets: [],
  }));

type Third = z.input<typeof thirdSchema>;

/** The form before there were roles, topics, pictures and pins. */
const secondSchema = z
  .object({
    ...thirdSchema.in.shape,
    schema_version: z.literal(2),
    users: z.array(user.omit({ ...addedToUser, hides_last_seen: true })),
    chats: z.array(chat.omit({ topic: true, picture: true, pinned_message_ids: true })),
    participants: z.array(participant.omit({ is_admin: true, notify: true })),
  })
  .transform((second): Third => ({
    ...second,
    schema_version: 3,
    users: second.users.map((account) => ({ ...account, hides_last_seen: false })),
    chats: second.chats.map((one) => ({ ...one, topic: null, picture: null, pinned_message_ids: [] })),
    participants: second.participants.map((one) => ({ ...one, is_admin: false })),
  }))
  .pipe(thirdSchema);

/** The form before there were guests, hosts, invites and settings. */
const firstSchema = z
  .object({
    schema_version: z.literal(1),
    last_ids: documentSchema.shape.last_ids.omit({ invite: true, webhook: true }),
    users: z.array(user.omit({ ...addedToUser, is_guest: true, is_host: true, hides_last_seen: true }).required()),
    chats: z.array(chat.omit({ topic: true, picture: true, pinned_message_ids: true })),
    participants: z.array(participant.omit({ is_admin: true, notify: true })),
  })
  .transform((first): z.input<typeof secondSchema> => ({
    ...first,
    schema_version: 2,
    settings: { server_id: null, lobby_chat_id: null },
    last_ids: { ...first.last_ids, invite: 0 },
    users: first.users.map((account) => ({ ...account, is_guest: false, is_host: false })),
    removed_users: [],
    invites: [],
  }))
  .pipe(secondSchema);

/** The forms that are read, the oldest first; each parses to the newest. */
export const documentSchemas = [firstSchema, secondSchema, thirdSchema, documentSchema];
