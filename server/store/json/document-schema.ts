import * as z from 'zod';

/** The form of `coop.json` that this version writes. */
export const SCHEMA_VERSION = 2;

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
});

const chat = z.object({
  id,
  name: z.nullable(z.string()),
  owner_id: id,
  is_group: z.boolean(),
  created_at: z.string(),
  is_ai_chat: z.boolean(),
  /** The newest message id in any chat when this one was made: places an empty chat among the active ones. */
  created_after: count,
});

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
  /** In the order in which they were added. */
  participants: z.array(z.object({ chat_id: id, user_id: id })),
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
  participants: [],
  invites: [],
};

/** The form before there were guests, hosts, invites and settings. */
const firstSchema = z
  .object({
    schema_version: z.literal(1),
    last_ids: documentSchema.shape.last_ids.omit({ invite: true }),
    users: z.array(user.omit({ is_guest: true, is_host: true }).required()),
    chats: documentSchema.shape.chats,
    participants: documentSchema.shape.participants,
  })
  .transform((first): DocumentData => ({
    ...emptyDocument,
    ...first,
    schema_version: SCHEMA_VERSION,
    last_ids: { ...first.last_ids, invite: 0 },
    users: first.users.map((account) => ({ ...account, is_guest: false, is_host: false })),
  }));

/** Reads a parsed document of this form or an older one; `newer` is the number of a form that is not known here. */
export function readDocument(json: unknown): { data: DocumentData } | { newer: number } | { problem: string } {
  const version = z.object({ schema_version: z.int() }).safeParse(json).data?.schema_version;
  if (version !== undefined && version > SCHEMA_VERSION) return { newer: version };
  const parsed = (version === 1 ? firstSchema : documentSchema).safeParse(json);
  if (parsed.success) return { data: withHost(parsed.data) };
  const [issue] = parsed.error.issues;
  return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
}

/** Where nobody is the host yet, the first who came is. */
function withHost(data: DocumentData): DocumentData {
  if (data.users.length === 0 || data.users.some(({ is_host }) => is_host)) return data;
  const first = Math.min(...data.users.map((account) => account.id));
  return { ...data, users: data.users.map((account) => ({ ...account, is_host: account.id === first })) };
}
