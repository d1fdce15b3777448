import { expect, test, vi } from 'vitest';
import { FILE_MAX } from '../../../server/protocol/files.ts';
import type { PreparedImage } from '../../../renderer/images/prepare.ts';
import { Profile } from '../support/browser.ts';
import { Backend } from '../support/backend.ts';
import { linkedUploads } from '../support/linked-uploads.ts';
import { connected, pass, signedIn, withWorlds } from '../support/world.ts';

withWorlds();

const aFile = (name: string, content = 'content') => new File([content], name, { type: 'text/plain' });
const failure = { detail: 'The disk is full.', code: 'storage_unavailable' };

async function withUploads(profile = new Profile(), prepare: (file: File) => PreparedImage | null = () => null) {
  const uploads = linkedUploads();
  const transfer = { XMLHttpRequest: uploads.XMLHttpRequest, prepareImage: async (file: File) => prepare(file) };
  const world = await connected(profile, new Backend(), transfer);
  const attach = async (...files: File[]) => {
    const refusals = world.actions.attach(1, files);
    await pass();
    return refusals;
  };
  const tray = () => (world.state().tray[1] ?? []).map((key) => world.state().uploads[key]!);
  return { ...world, ...uploads, profile, attach, tray, sent: () => world.peer().of('message') };
}

const kinds = (list: readonly { state: { kind: string } }[]) => list.map(({ state }) => state.kind);

test('[ATTACH2] files are sent at once, two at a time and in order, with the token and their progress', async () => {
  const { attach, arrivals, tray } = await withUploads();
  await attach(aFile('a.txt'), aFile('b.txt'), aFile('c.txt'));
  expect(arrivals.map(({ file }) => file.name)).toEqual(['a.txt', 'b.txt']);
  expect(arrivals[0]).toMatchObject({ url: '/api/chats/1/files', token: 'Bearer aaa.bbb.ccc' });
  arrivals[0]!.progress(30, 60);
  expect(tray()[0]?.state).toEqual({ kind: 'sending', part: 0.5 });
  expect(kinds(tray())).toEqual(['sending', 'sending', 'waiting']);
  arrivals[0]!.accept(7);
  await pass();
  expect(kinds(tray())).toEqual(['done', 'sending', 'sending']);
  expect(arrivals.map(({ file }) => file.name)).toEqual(['a.txt', 'b.txt', 'c.txt']);
});

test('[ATTACH1] empty files, too large ones and more than ten are refused before anything is sent', async () => {
  const { attach, arrivals, tray } = await withUploads();
  const large = Object.defineProperty(aFile('large.iso'), 'size', { value: FILE_MAX + 1 });
  expect(await attach(aFile('empty.txt', ''), large)).toEqual([
    { kind: 'empty', name: 'empty.txt' },
    { kind: 'too_large', name: 'large.iso', max: FILE_MAX },
  ]);
  expect(arrivals).toEqual([]);
  const many = Array.from({ length: 12 }, (_, index) => aFile(`${index}.txt`));
  expect(await attach(...many)).toEqual([{ kind: 'too_many' }]);
  expect(tray()).toHaveLength(10);
  expect(await attach(aFile('one more.txt'))).toEqual([{ kind: 'too_many' }]);
});

test('[ATTACH2] what is taken off the message is not sent on', async () => {
  const { attach, arrivals, tray, actions, state } = await withUploads();
  await attach(aFile('a.txt'), aFile('b.txt'), aFile('c.txt'));
  actions.removeUpload(tray()[0]!.key);
  await pass();
  expect(arrivals[0]?.isAborted).toBe(true);
  expect(tray().map(({ name }) => name)).toEqual(['b.txt', 'c.txt']);
  expect(Object.keys(state().uploads)).toHaveLength(2);
  expect(kinds(tray())).toEqual(['sending', 'sending']);
});

test('[ATTACH4] a message waits for its files, and those behind it do not', async () => {
  const { attach, newest, actions, sent, state, tray } = await withUploads();
  await attach(aFile('a.txt'));
  actions.send(1, 'look');
  actions.send(1, 'and');
  expect(tray()).toEqual([]);
  expect(state().outbox.map((entry) => entry.state.kind)).toEqual(['uploading', 'sending']);
  expect(sent().map(({ content }) => content)).toEqual(['and']);
  newest().accept(7);
  await pass();
  expect(state().outbox[0]?.files).toMatchObject([{ id: 7, name: 'a.txt' }]);
  // One at a time in each chat, also where one had to wait.
  expect(state().outbox.map((entry) => entry.state.kind)).toEqual(['sending', 'sending']);
  expect(Object.keys(state().uploads)).toEqual([]);
});

test('[ATTACH4] a message may be files only; it names them in the order in which they were attached', async () => {
  const { attach, arrivals, actions, sent } = await withUploads();
  await attach(aFile('a.txt'), aFile('b.txt'));
  arrivals[1]!.accept(8);
  arrivals[0]!.accept(7);
  await pass();
  actions.send(1, '');
  expect(sent()).toMatchObject([{ content: '', file_ids: [7, 8] }]);
  expect(sent()[0]).not.toHaveProperty('files');
  expect(sent()[0]).not.toHaveProperty('uploads');
});

test('[ATTACH3] an upload that loses its connection begins anew when it is back', async () => {
  const { attach, arrivals, newest, peer, sockets, tray } = await withUploads();
  await attach(aFile('a.txt'));
  newest().progress(30, 60);
  peer().close(1006);
  newest().breakOff();
  await pass();
  expect(tray()[0]?.state.kind).toBe('waiting');
  await pass(1);
  expect(arrivals).toHaveLength(1);
  sockets.newest().accept();
  await pass();
  expect(arrivals).toHaveLength(2);
  expect(tray()[0]?.state).toEqual({ kind: 'sending', part: 0 });
  newest().accept(7);
  await pass();
  expect(kinds(tray())).toEqual(['done']);
});

test('[ATTACH3] what fails again and again has failed, and can be tried again by hand', async () => {
  const { attach, arrivals, newest, actions, tray } = await withUploads();
  await attach(aFile('a.txt'));
  for (let tries = 1; tries <= 5; tries++) {
    expect(arrivals).toHaveLength(tries);
    newest().answer(503, failure);
    await pass(1);
  }
  expect(tray()[0]?.state).toEqual({ kind: 'failed', error: 'The disk is full.', isPassing: true });
  actions.retryUpload(tray()[0]!.key);
  expect(arrivals).toHaveLength(6);
});

test('[ATTACH3] what the server does not take is not tried again', async () => {
  const { attach, arrivals, newest, tray } = await withUploads();
  await attach(aFile('a.txt'));
  newest().answer(413, { detail: 'Too large.', code: 'too_large' });
  await pass(60_000);
  expect(arrivals).toHaveLength(1);
  expect(tray()[0]?.state).toEqual({ kind: 'failed', error: 'Too large.', isPassing: false });
});

test('[ATTACH4] a message whose file fails is kept, and can be sent without it or taken back', async () => {
  const { attach, arrivals, actions, state, sent, tray } = await withUploads();
  await attach(aFile('a.txt'), aFile('b.txt'));
  actions.send(1, 'look');
  arrivals[0]!.answer(413, { detail: 'Too large.', code: 'too_large' });
  arrivals[1]!.accept(8);
  await pass();
  const [entry] = state().outbox;
  expect(entry?.state).toMatchObject({ kind: 'refused', error: '“a.txt” could not be uploaded. Too large.' });
  expect(sent()).toEqual([]);
  expect(actions.discard(entry!.client_id)).toBe('look');
  await pass();
  expect(tray().map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
  actions.send(1, 'look');
  actions.retry(state().outbox[0]!.client_id);
  await pass();
  expect(sent()).toMatchObject([{ content: 'look', file_ids: [8] }]);
});

test('[ATTACH5] after a reload, what had come through is attached still, and what had not says that it is lost', async () => {
  const profile = new Profile();
  const first = await withUploads(profile);
  await first.attach(aFile('done.txt'), aFile('half.txt'));
  first.arrivals[0]!.accept(7);
  await pass();
  first.stop();
  expect(first.arrivals[1]?.isAborted).toBe(true);
  const { state } = await signedIn(profile);
  const tray = (state().tray[1] ?? []).map((key) => state().uploads[key]!);
  expect(tray.map(({ name, state: { kind } }) => [name, kind])).toEqual([
    ['done.txt', 'done'],
    ['half.txt', 'failed'],
  ]);
});

test('[ATTACH5] a message whose files are lost by a reload keeps its text', async () => {
  const profile = new Profile();
  const first = await withUploads(profile);
  await first.attach(aFile('half.txt'));
  first.actions.send(1, 'look');
  first.stop();
  const { state } = await signedIn(profile);
  expect(state().outbox).toMatchObject([{ content: 'look', state: { kind: 'refused' } }]);
});

test('[ATTACH6] signing out ends every upload and every picture of one', async () => {
  const shown = vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${Math.random()}`);
  const ended = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  const asImage = (file: File) => ({ blob: file, name: file.name, width: 4, height: 3 });
  const { attach, arrivals, actions } = await withUploads(new Profile(), asImage);
  await attach(aFile('a.png'), aFile('b.png'));
  expect(arrivals[0]?.fields.get('width')).toBe('4');
  arrivals[0]!.accept(7);
  await pass();
  actions.signOut();
  expect(arrivals[1]?.isAborted).toBe(true);
  const urls = shown.mock.results.map(({ value }) => value);
  expect(urls).toHaveLength(2);
  expect(ended.mock.calls.map(([url]) => url)).toEqual(expect.arrayContaining(urls));
  vi.restoreAllMocks();
});

test('[ATTACH6] files go with a chat that is lost', async () => {
  const { attach, arrivals, peer, state } = await withUploads();
  await attach(aFile('a.txt'));
  peer().send({ type: 'chat_removed', chat_id: 1 });
  await pass();
  expect(arrivals[0]?.isAborted).toBe(true);
  expect(state().uploads).toEqual({});
});

test('[ATTACH7] an image that is sent smaller can be sent as it was chosen after all', async () => {
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => 'blob:x');
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  const smaller = () => ({ blob: new Blob(['s'], { type: 'image/webp' }), name: 'a.webp', width: 4, height: 3 });
  const { attach, arrivals, actions, tray } = await withUploads(new Profile(), smaller);
  await attach(aFile('a.png', 'large'));
  expect(arrivals[0]?.file).toMatchObject({ name: 'a.webp', size: 1 });
  expect(tray()[0]?.original).toEqual({ isSent: false, size: 5 });
  actions.setOriginal(tray()[0]!.key, true);
  await pass();
  expect(arrivals[0]?.isAborted).toBe(true);
  expect(arrivals[1]?.file).toMatchObject({ name: 'a.png', size: 5 });
  vi.restoreAllMocks();
});
