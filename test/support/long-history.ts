import { fillDirectory } from './filled.ts';
import type { Served } from './served.ts';
import type { Person } from './visitor.ts';

interface History {
  count: number;
  /** Milliseconds between two messages; the last one was said so long ago. */
  apart: number;
  /** The text of the `n`th message; the first is 1. */
  content: (n: number) => string;
}

/** Has people say so much in turns, while the server is down; the ids of what they have said. */
export async function haveSaid(
  server: Served,
  chatId: number,
  people: readonly Person[],
  { count, apart, content }: History,
): Promise<number[]> {
  await server.stop();
  const start = Date.now() - count * apart;
  const stored = await fillDirectory(server.dataDirectory, (store) =>
    Promise.all(
      Array.from({ length: count }, (_, n) => {
        const author = people[n % people.length]!;
        return store.addMessage({
          chat_id: chatId,
          user_id: author.account.id,
          username: author.username,
          content: content(n + 1),
          is_bot: false,
          created_at: new Date(start + n * apart).toISOString(),
          status: 'complete',
        });
      }),
    ),
  );
  await server.start();
  return stored.map(({ message }) => message.id);
}
