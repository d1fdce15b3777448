import * as z from 'zod/mini';
import { timestamp } from './text.ts';

/** What is told of the messages of a chat: of all, of those that are meant for oneself, of none. */
export const notifyLevel = z.enum(['all', 'mentions', 'none']);
export type NotifyLevel = z.infer<typeof notifyLevel>;

/** `HH:MM` by the clock of the device that looks at it. */
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:30'));

/** How somebody wants to be told of news, on all of their devices. */
export const preferences = z.object({
  /** A notification is heard. */
  sound: z.boolean(),
  /** For chats of which nothing else is said. */
  notify: notifyLevel,
  /** Nothing is told from one time of the day to the other, which may be on the next; null: never. */
  quiet_hours: z.nullable(
    z
      .object({ from: timeOfDay, to: timeOfDay })
      .check(z.refine(({ from, to }) => from !== to, 'must not begin and end at the same time')),
  ),
  /** Nothing is told until then. */
  paused_until: z.nullable(timestamp()),
});
export type Preferences = z.infer<typeof preferences>;

/** Those of who has not chosen any. */
export const defaultPreferences: Preferences = { sound: true, notify: 'all', quiet_hours: null, paused_until: null };

/** The `preferences` in the body of `PATCH /api/auth/me`: what is left out stays. */
export const preferencesChange = z.partial(preferences);
export type PreferencesChange = z.infer<typeof preferencesChange>;

/** Body and answer of `PUT /api/chats/{id}/notifications`; null: as one's preferences say. */
export const chatNotifications = z.object({ level: z.nullable(notifyLevel) });
export type ChatNotifications = z.infer<typeof chatNotifications>;
