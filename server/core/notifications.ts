import type { ChatNotifications } from '../protocol/preferences.ts';
import type { Chats } from './chats.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Account, Store } from './ports/store.ts';

interface NotificationsParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  chats: Chats;
}

/** What people want to be told of each of their chats. The telling itself is done where they are. */
export class Notifications {
  readonly #parts: NotificationsParts;

  constructor(parts: NotificationsParts) {
    this.#parts = parts;
  }

  /** From now on the caller is told this much of a chat, on all devices. @throws AppError `not_authorized`, `rate_limited` */
  async set(caller: Account, chatId: number, { level }: ChatNotifications): Promise<ChatNotifications> {
    const { store, backplane, limiter, chats } = this.#parts;
    await limiter.consume('change', `user:${caller.id}`);
    await chats.requireParticipant(caller.id, chatId);
    await store.setNotifyLevel(chatId, caller.id, level);
    backplane.publish(`user:${caller.id}`, { frame: { type: 'notify_changed', chat_id: chatId, level } });
    return { level };
  }
}
