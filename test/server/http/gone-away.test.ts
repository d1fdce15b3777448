import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startServed } from '../../support/served.ts';

test('[WIRE5] whoever goes away before the answer, or while they send, is no failure of the server', async () => {
  const served = await startServed();
  const host = await served.client.person('host');
  const { body: chat } = await host.call('POST', '/api/chats', { name: 'Plans' });
  const form = new FormData();
  form.set('file', new Blob(['x'.repeat(100_000)]), 'notes.txt');
  const { body: file } = await host.call('POST', `/api/chats/${chat.id}/files`, form);
  const asked = ['/api/archive', `/api/chats/${chat.id}/export?format=html`, `/api/files/${file.id}`];
  const requests = [
    ...asked.map((place) => `GET ${place} HTTP/1.1\r\n`),
    'POST /api/archive HTTP/1.1\r\nContent-Type: application/zip\r\nContent-Length: 900000\r\n',
    `POST /api/chats/${chat.id}/files HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n`,
    'POST /api/chats HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\n',
  ];
  for (const begun of requests) {
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
      await once(socket, 'connect');
      const sent = `${begun}Host: localhost\r\nAuthorization: Bearer ${host.token}\r\n\r\n--x\r\n`;
      await new Promise<unknown>((resolve) => void socket.write(sent, resolve));
      // It has come as far as the server's own words.
      expect((await host.call('GET', '/api/auth/me')).status).toBe(200);
      socket[leave]();
      await once(socket, 'close');
    }
  }
  expect(await served.stop()).toEqual({ code: 0, signal: null });
  expect(served.complaints()).toEqual([]);
  await served.close();
});
