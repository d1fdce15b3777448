import * as z from 'zod/mini';
import { registrationKind } from './options.ts';
import { timestamp } from './text.ts';

/** Whoever answers may say anything; what clients keep and show of it has to be short. */
const label = () => z.string().check(z.maxLength(200));

/**
 * Answer of `GET /health` while the server can be used; 503 before and after. It stays 200 where nothing can be saved at
 * the moment, as reading goes on: a load balancer would only turn people away.
 */
export const health = z.object({
  status: z.literal('healthy'),
  version: label(),
  /** Which bot answers here: `gemini`, or `demo` where no key is set. */
  bot: z.object({ kind: z.enum(['gemini', 'demo']), model: label() }),
  store: label(),
  /** UTF-16 code units that a message may have here. */
  message_max: z.optional(z.int().check(z.positive())),
  /** Bytes that a file may have here. */
  file_max: z.optional(z.int().check(z.positive())),
  /** The protocol of the socket and of this interface; another number is another protocol. */
  protocol: z.optional(z.int()),
  /** Stays the same wherever this server's data goes: tells whether another address is the same server. */
  server_id: z.optional(label()),
  /** What people call this server: the party's name. */
  name: z.optional(z.nullable(label())),
  /** Username of who hosts it; null while nobody has joined yet. */
  host: z.optional(z.nullable(label())),
  started_at: z.optional(timestamp()),
  /** Who may make an account: anybody who reaches it, only who shows an invite, or nobody. */
  registration: z.optional(registrationKind),
  /** False from a write that the disk refused to the next one that it took. */
  saving: z.optional(z.boolean()),
});
export type Health = z.infer<typeof health>;

/** What a server of this very version says: everything. */
export type WholeHealth = { [Field in keyof Health]-?: Exclude<Health[Field], undefined> };

/** Answer of `GET /health/live` as long as the process answers at all, ready or not. */
export const liveness = z.object({ status: z.literal('alive') });
export type Liveness = z.infer<typeof liveness>;
