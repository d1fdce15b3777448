import * as z from 'zod/mini';
import { chatName, chatTopic } from './chats.ts';

/**
 * What somebody may do in a chat. There is one owner. Owner and admins change what the chat is called and about, remove
 * others and make invites; only the owner says who is an admin, hands over, and deletes.
 */
export const chatRole = z.enum(['owner', 'admin', 'member']);
export type ChatRole = z.infer<typeof chatRole>;

/** Body of `PATCH /api/chats/{id}`; what is left out stays. Null takes the name or the topic away. */
export const chatChange = z.object({
  name: z.optional(z.nullable(chatName)),
  topic: z.optional(z.nullable(chatTopic)),
});
export type ChatChange = z.infer<typeof chatChange>;
