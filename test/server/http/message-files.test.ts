import { expect, test } from 'vitest';
import { startTestServer } from '../../support/server.ts';
import { contentsIn, download, upload } from '../../support/uploads.ts';

test('[FILE14] [FILE16] a file is sent, seen by the others only, forwarded, and gone with the last message that has it', async () => {
  const server = await startTestServer();
  try {
    const [ann, bob] = [await server.person('ann'), await server.person('bob')];
    const { body: one } = await ann.call('POST', '/api/chats', { participant_usernames: ['bob'] });
    const { body: two } = await bob.call('POST', '/api/chats', {});
    const { body: file } = await upload(server.url, ann, `/api/chats/${one.id}/files`, 'plan.txt', 'the plan');
    const [hers, his] = [await ann.connect(), await bob.connect()];
    his.send({ type: 'join', chat_id: one.id });
    await his.next('joined');
    hers.send({ type: 'message', chat_id: one.id, content: '', file_ids: [file.id], client_id: 'a' });
    const sent = await his.next('message');
    expect(sent.files).toEqual([file]);
    const { body: stored } = await bob.call('GET', `/api/chats/${one.id}/messages`);
    expect(stored).toMatchObject([{ files: [file] }]);

    const forward = { chat_id: one.id, message_id: sent.message_id };
    his.send({ type: 'message', chat_id: two.id, content: '', forward, client_id: 'b' });
    const { files: [copy] = [] } = await his.next('message', ({ chat_id }) => chat_id === two.id);
    expect(copy).toMatchObject({ name: 'plan.txt', size: 8 });
    const place = `/api/chats/${two.id}/files/${copy!.id}`;
    expect((await download(server.url, ann, place)).status).toBe(403);

    expect((await ann.call('DELETE', `/api/chats/${one.id}/messages/${sent.message_id}`)).status).toBe(200);
    expect((await download(server.url, bob, `/api/chats/${one.id}/files/${file.id}`)).status).toBe(404);
    expect((await download(server.url, bob, place)).content.toString()).toBe('the plan');
    expect((await bob.call('DELETE', `/api/chats/${two.id}`)).status).toBe(200);
    expect(await contentsIn(server.dataDirectory)).toEqual([]);
    for (const { webSocket, closed } of [hers, his]) {
      webSocket.close();
      await closed;
    }
  } finally {
    await server.close();
  }
});
