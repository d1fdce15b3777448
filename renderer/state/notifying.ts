import type { StoreApi } from 'zustand';
import { withChat } from './chats.ts';
import { preferencesOf } from './levels.ts';
import type { SessionOwner } from './session.ts';
import type { Actions, AppState } from './types.ts';

type Notifying = Pick<Actions, 'setNotifyLevel' | 'setPreferences'>;

/** What this user decides of how they are told of news. */
export function createNotifying(store: StoreApi<AppState>, session: SessionOwner): Notifying {
  const { required } = session;
  return {
    setNotifyLevel: async (chatId, level) => {
      const { rest } = required();
      const show = (notify: typeof level) =>
        store.setState((state) => withChat(state, chatId, (known) => ({ ...known, chat: { ...known.chat, notify } })));
      const former = store.getState().chats[chatId]?.chat.notify ?? null;
      show(level);
      try {
        await rest.setNotifyLevel(chatId, level);
      } catch (error) {
        show(former);
        throw error;
      }
    },
    setPreferences: async (change) => {
      const { rest } = required();
      const before = store.getState();
      const former = preferencesOf(before);
      if (before.session.kind === 'signed_in') {
        const { user } = before.session;
        session.changed({ ...user, preferences: { ...former, ...withoutGaps(change) } });
      }
      try {
        session.changed(await rest.changeMe({ preferences: change }));
      } catch (error) {
        const { session: now } = store.getState();
        if (now.kind === 'signed_in') session.changed({ ...now.user, preferences: former });
        throw error;
      }
    },
  };
}

function withoutGaps<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };
}
