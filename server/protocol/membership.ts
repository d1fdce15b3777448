import * as z from 'zod/mini';
import { chatName, chatTopic, role } from './chats.ts';
import { id } from './text.ts';
import { user } from './users.ts';

/** Body of `PATCH /api/chats/{id}`; what is left out stays. Null takes the name or the topic away. */
export const chatChange = z.object({
  name: z.optional(z.nullable(chatName)),
  topic: z.optional(z.nullable(chatTopic)),
});
export type ChatChange = z.infer<typeof chatChange>;

/** Body of `PUT /api/chats/{id}/participants/{user_id}/role`. `owner` hands the chat over; the caller becomes an admin. */
export const roleChange = z.object({ role });

/** Body of `POST /api/chats/{id}/leave`, which may be left out. The owner names who owns the chat from then on. */
export const leaving = z.object({ new_owner_id: z.optional(id()) });

/** Somebody who takes part in a chat; `GET /api/chats/{id}/participants` answers with a list of these. */
export const participant = z.extend(user, { role: z.optional(role) });
export type Participant = z.infer<typeof participant>;
