import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serverFrame, type ServerFrame } from '../../server/protocol/frames.ts';
import type { Message } from '../../server/protocol/messages.ts';
import type { Disk } from '../../server/store/json/disk.ts';
import type { TestPerson, TestSocket } from './client.ts';
import { createScriptedModel } from './scripted-model.ts';
import { startTestServer } from './server.ts';

/** A room of two with somebody who takes part but is outside, on a server whose disk the test chose. */
export interface RoomOnDisk {
  readonly server: Awaited<ReturnType<typeof startTestServer>>;
  readonly model: ReturnType<typeof createScriptedModel>;
  readonly chatId: number;
  readonly people: { ann: TestPerson; bob: TestPerson; cleo: TestPerson };
  /** Of ann and bob, in the room, and of cleo, outside. */
  readonly sockets: { ann: TestSocket; bob: TestSocket; cleo: TestSocket };
  /** Somebody (ann, where nobody is named) sends; resolves to the echo, or to what they are told instead. The text (64 characters of it) is its `client_id`. */
  send(content: string, who?: 'ann' | 'bob'): Promise<ServerFrame>;
  /** All that the three were sent, up to now, by who it is. */
  heard(): Promise<Record<'ann' | 'bob' | 'cleo', ServerFrame[]>>;
  history(): Promise<Message[]>;
  /** The history as a server finds it that is started on the data after this one; nothing can be asked of this one any more. */
  historyAfterRestart(): Promise<Message[]>;
  /** Ends it and deletes its data. */
  close(): Promise<void>;
}

/** @param dataDirectory a temporary one where it is left out. */
export async function openRoomOn(disk: Disk, dataDirectory?: string): Promise<RoomOnDisk> {
  const model = createScriptedModel();
  const directory = dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'coop-room-')));
  const server = await startTestServer({ dataDirectory: directory }, { model, disk });
  const [ann, bob, cleo] = await Promise.all([server.person('ann'), server.person('bob'), server.person('cleo')]);
  const { body: chat } = await ann.call('POST', '/api/chats', {
    name: 'Room',
    is_group: true,
    participant_usernames: ['bob', 'cleo'],
  });
  const chatId = chat.id as number;
  const sockets = { ann: await ann.connect(), bob: await bob.connect(), cleo: await cleo.connect() };
  for (const socket of [sockets.ann, sockets.bob]) {
    socket.send({ type: 'join', chat_id: chatId });
    await socket.next('joined');
  }
  await sockets.ann.next('user_joined');
  const historyOf = async (person: TestPerson): Promise<Message[]> =>
    (await person.call('GET', `/api/chats/${chatId}/messages?limit=200`)).body as Message[];
  const answers = { ann: listenToAnswers(sockets.ann), bob: listenToAnswers(sockets.bob) };
  let last = server;

  return {
    server,
    model,
    chatId,
    people: { ann, bob, cleo },
    sockets,
    send(content, who = 'ann') {
      const clientId = content.slice(0, 64);
      sockets[who].send({ type: 'message', chat_id: chatId, content, client_id: clientId });
      return new Promise((resolve) => answers[who].set(clientId, resolve));
    },
    async heard() {
      // Whatever was sent before is there before the answer.
      for (const socket of Object.values(sockets)) {
        socket.send({ type: 'ping' });
        await socket.next('pong');
      }
      const { ann: a, bob: b, cleo: c } = sockets;
      return { ann: [...a.received], bob: [...b.received], cleo: [...c.received] };
    },
    history: () => historyOf(ann),
    async historyAfterRestart() {
      await server.close();
      last = await startTestServer({ dataDirectory: directory });
      return historyOf(await last.person('ann'));
    },
    async close() {
      await server.close();
      await last.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Who waits for the answer to which `client_id`. */
function listenToAnswers({ webSocket }: TestSocket): Map<string, (frame: ServerFrame) => void> {
  const waiting = new Map<string, (frame: ServerFrame) => void>();
  webSocket.on('message', (data: Buffer) => {
    const frame = serverFrame.parse(JSON.parse(data.toString()));
    if (!('client_id' in frame) || frame.client_id === undefined) return;
    waiting.get(frame.client_id)?.(frame);
    waiting.delete(frame.client_id);
  });
  return waiting;
}
