import { expect, test } from 'vitest';
import { z } from 'zod';
import { createHandle } from '../../electron/ipc.ts';
import { createRecordedLog } from '../support/records.ts';

type Handler = (event: { senderFrame: unknown }, ...args: unknown[]) => Promise<unknown>;

const ours = { origin: 'app://bundle', parent: null };

function setUp() {
  const handlers = new Map<string, Handler>();
  const log = createRecordedLog();
  const ipcMain = { handle: (channel: string, handler: unknown) => void handlers.set(channel, handler as Handler) };
  const handle = createHandle({ ipcMain, pageOrigin: 'app://bundle', log });
  const call = (channel: string, senderFrame: unknown, ...args: unknown[]) =>
    handlers.get(channel)!({ senderFrame }, ...args);
  return { handle, call, log };
}

test('[SHELL1] our own page is answered', async () => {
  const { handle, call } = setUp();
  const removed: string[] = [];
  handle('vault:remove', z.string(), (key) => void removed.push(key));
  await call('vault:remove', ours, 'a');
  expect(removed).toEqual(['a']);
});

test.each([
  ['a page of another origin', { origin: 'https://example.com', parent: null }],
  ['a page of another host of our scheme', { origin: 'app://other', parent: null }],
  ['a frame within our page', { origin: 'app://bundle', parent: ours }],
  ['a page without an origin', { origin: 'null', parent: null }],
  ['a frame that is gone', null],
])('[SHELL1] %s is refused, and the call does nothing', async (_name, frame) => {
  const { handle, call, log } = setUp();
  handle('host:stop', z.undefined(), () => expect.unreachable());
  await expect(call('host:stop', frame)).rejects.toThrow("host:stop is for the app's own page only.");
  expect(log.entries).toHaveLength(1);
});

test.each([
  ['of another type', [1]],
  ['too long', ['12345']],
  ['missing', []],
  ['more than one', ['1', '2']],
])('[SHELL1] an argument that is %s is refused, and the call does nothing', async (_name, args) => {
  const { handle, call, log } = setUp();
  handle('vault:remove', z.string().max(4), () => expect.unreachable());
  await expect(call('vault:remove', ours, ...args)).rejects.toMatchObject({
    name: 'IpcRefusal',
    message: expect.stringMatching(/^vault:remove .*\w/),
  });
  expect(log.entries).toHaveLength(1);
});

test('[SHELL1] the reason of a failure is in the log and not in the answer', async () => {
  const { handle, call, log } = setUp();
  handle('host:stop', z.undefined(), () => Promise.reject(new Error('secret path')));
  const failure = await call('host:stop', ours).catch(String);
  expect(failure).toBe('Error: host:stop failed; the log says why.');
  expect(log.entries[0]?.fields).toMatchObject({ channel: 'host:stop', err: { message: 'secret path' } });
});
