import { systemClock } from '../../server/clock.ts';
import { createTokens } from '../../server/security/tokens.ts';
import { openJsonStore } from '../../server/store/json/json-store.ts';

/** Signs the tokens of all measured servers; they listen on the loopback interface only. */
export const SECRET_KEY = 'bench bench bench bench bench bench';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A person who can connect. */
export interface Guest {
  id: number;
  username: string;
  token: string;
}

export interface Party {
  guests: Guest[];
  /** Chats that all guests take part in, one for each count of messages that was asked for. */
  chatIds: number[];
}

/**
 * Fills a data directory through the store itself, while no server has it.
 * @param messages for each chat, how many messages it has.
 */
export async function layOutParty(directory: string, guestCount: number, messages: number[]): Promise<Party> {
  const store = await openJsonStore(directory, { log: silent });
  const created_at = new Date().toISOString();
  const tokens = createTokens(SECRET_KEY, systemClock);
  const accounts = await Promise.all(
    Array.from({ length: guestCount }, (_, i) =>
      store.addAccount({
        username: `guest-${i}`,
        email: `guest-${i}@example.org`,
        created_at,
        password_hash: '-',
        is_guest: false,
      }),
    ),
  );
  const userIds = accounts.map(({ id }) => id);
  const chatIds: number[] = [];
  for (const count of messages) {
    const chat = { name: 'party', owner_id: userIds[0]!, is_group: true, created_at, is_ai_chat: false };
    const { id } = await store.addChat(chat, userIds);
    chatIds.push(id);
    for (let done = 0; done < count; done += 1000) {
      await Promise.all(
        Array.from({ length: Math.min(1000, count - done) }, (_, i) => {
          const { id: user_id, username } = accounts[(done + i) % guestCount]!;
          const content = `Message ${done + i}: ${'all work and no play '.repeat(4)}`;
          return store.addMessage({
            chat_id: id,
            user_id,
            username,
            content,
            is_bot: false,
            created_at,
            status: 'complete',
          });
        }),
      );
    }
  }
  await store.close();
  const guests = accounts.map(({ id, username }) => ({ id, username, token: tokens.sign(username) }));
  return { guests, chatIds };
}
