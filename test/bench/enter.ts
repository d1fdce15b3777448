import { CountingSocket } from './counting-socket.ts';

/** Connects somebody and has them enter a room; resolves once they are in it. */
export async function enter(url: string, token: string, chatId: number): Promise<CountingSocket> {
  const member = await CountingSocket.open(url, token);
  const joined = new Promise<void>((resolve) => {
    member.onFrame = (kind) => kind === 'j'.charCodeAt(0) && resolve();
  });
  member.send(JSON.stringify({ type: 'join', chat_id: chatId }));
  await joined;
  return member;
}
