import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import configuration from '../../build/electron-builder.ts';
import { clientOf } from '../support/client.ts';
import { packApp, type PackedApp } from '../support/packed-app.ts';
import { startProgram } from '../support/program.ts';

/** Bytes that the app may have without Electron; a tenth more than it has. */
const SIZE_BUDGET = 6_900_000;

/** Everything that belongs inside. */
const expected = [
  /^package\.json$/,
  /^dist\/main\/(main|server|worker|(password|search)-worker|shared-[\w-]+)\.js$/,
  /^dist\/preload\/preload\.cjs$/,
  /^dist\/renderer\/(index\.html|icon(-unread)?\.svg)$/,
  /^dist\/renderer\/assets\/[\w-]+\.(js|css|woff2)$/,
];

let packed: PackedApp;
beforeAll(async () => {
  packed = await packApp();
}, 120_000);
afterAll(() => packed.close());

describe('what is packed', () => {
  test('[PACK1] holds what runs, and nothing else', () => {
    expect(packed.files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(expected.filter((pattern) => !packed.files.some((file) => pattern.test(file)))).toEqual([]);
  });

  test('[PACK2] stays small', () => {
    expect(packed.size).toBeLessThan(SIZE_BUDGET);
  });

  test('[PACK1] and gives itself the id that it is installed under', async () => {
    const main = await readFile(path.join(packed.directory, 'dist/main/main.js'), 'utf8');
    expect(main).toContain(`app.setAppUserModelId("${configuration.appId}")`);
  });

  test('[PACK3] starts nothing but its own archive, checked for integrity, and takes no orders from the environment', () => {
    const [runAsNode, cookieEncryption, nodeOptions, inspect, integrity, onlyAsar, , fileProtocol] = packed.fuses;
    expect({ runAsNode, nodeOptions, inspect, fileProtocol }).toEqual({
      runAsNode: '0',
      nodeOptions: '0',
      inspect: '0',
      fileProtocol: '0',
    });
    expect({ cookieEncryption, integrity, onlyAsar }).toEqual({ cookieEncryption: '1', integrity: '1', onlyAsar: '1' });
  });

  test('[PACK4] is a server where there is Node and nothing else: people sign in, chat and ask the bot', async () => {
    const { directory } = packed;
    const data = path.join(directory, 'data');
    const main = path.join(directory, 'dist/main/server.js');
    const env = { METRICS_TOKEN: 'only-the-scraper-knows-this' };
    const program = startProgram(['--port', '0', '--data', data, '--log-level', 'warn'], env, directory, main);
    try {
      const url = await program.ready;
      // Their passwords are hashed in threads, which have files of their own.
      const ann = await clientOf(url).person('ann');
      const bob = await clientOf(url).person('bob');
      const { body: chat } = await ann.call('POST', '/api/chats', {
        name: 'party',
        participant_usernames: [bob.username],
      });
      const [asking, watching] = [await ann.connect(), await bob.connect()];
      for (const socket of [asking, watching]) {
        socket.send({ type: 'join', chat_id: chat.id });
        await socket.next('joined');
      }
      asking.send({ type: 'message', chat_id: chat.id, content: '/bot hello' });
      const reply = await watching.next('bot_stream', (frame) => frame.is_complete);
      expect(reply).toMatchObject({ status: 'complete', full_response: expect.stringContaining('demo') });

      const metrics = await clientOf(url).call('GET', '/metrics', undefined, env.METRICS_TOKEN);
      expect(metrics.body).toContain('\ngemini_coop_connections 2\n');

      const page = await fetch(url);
      const html = await page.text();
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
      expect((await fetch(url + script)).headers.get('content-type')).toContain('javascript');
    } finally {
      program.kill('SIGTERM');
      await program.ended;
    }
    expect(program.stderr).toBe('');
  });
});
