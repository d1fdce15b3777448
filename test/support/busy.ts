import type { Device } from './device.ts';
import { between, type Random } from './random.ts';
import type { Served } from './served.ts';

/**
 * Somebody who never stops talking in a chat, also while the server is away.
 * @param options.asks now and then they ask the bot, as soon as it is silent
 */
export function talk(device: Device, chatId: number, { random, asks }: { random: Random; asks: boolean }) {
  const said: string[] = [];
  let timer: NodeJS.Timeout;

  function say(): void {
    const { outbox, chats } = device.state();
    const waiting = outbox.filter((entry) => entry.chat_id === chatId);
    const isAnswering = chats[chatId]?.messages.some(({ status }) => status === 'streaming');
    const isQuestion = asks && !isAnswering && !waiting.some(({ content }) => content.startsWith('/bot'));
    if (waiting.length < 3) {
      const words = `${isQuestion ? '/bot ' : ''}${said.length} by ${device.username}`;
      device.actions.send(chatId, words);
      said.push(words);
    }
    timer = setTimeout(say, between(random, { from: 30, to: 150 }));
  }

  say();
  return { username: device.username, said, hush: () => clearTimeout(timer) };
}

/** Somebody who makes chats and accounts all the time: remembers those of which they were told that they are there. */
export function settle(served: Served, { actions }: Device, random: Random) {
  const chatIds: number[] = [];
  const usernames: string[] = [];
  const over = new AbortController();

  async function makeChat(name: string): Promise<void> {
    const chat = await actions.createChat({ name }).catch(() => null);
    if (chat !== null) chatIds.push(chat.id);
  }

  async function makeAccount(name: string): Promise<void> {
    const input = { display_name: name, password: 'correct horse' };
    const answer = await served.client.call('POST', '/api/auth/guest', input).catch(() => null);
    if (answer?.status === 200) usernames.push(name);
  }

  async function work(): Promise<void> {
    for (let number = 0; !over.signal.aborted; number++) {
      await makeChat(`chat ${number}`);
      if (number % 10 === 5) await makeAccount(`guest${number}`);
      await new Promise((resolve) => void setTimeout(resolve, between(random, { from: 30, to: 200 })));
    }
  }

  const working = work();
  return {
    chatIds,
    usernames,
    end: () => {
      over.abort();
      return working;
    },
  };
}
