import { describe, expect, test } from 'vitest';
import { EXPIRY_INTERVAL, UNUSED_LIFETIME } from '../../../server/core/files.ts';
import type { FileEntry } from '../../../server/protocol/files.ts';
import type { ClientFrame } from '../../../server/protocol/frames.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty } from '../../support/party.ts';
import { createRecordedLog, newFile, newMessage } from '../../support/records.ts';

const HOUR = 60 * 60 * 1000;

/** A party with ann, bob and a chat of both, and what uploads a file into it. */
async function withFiles(options: Parameters<typeof createParty>[0] = {}) {
  const party = createParty(options);
  const { files, store } = party;
  const { id: chat_id } = await party.chat('ann', ['bob']);
  const [ann, bob] = [await party.connect('ann'), await party.connect('bob')];
  const put = async (username: string, content = 'content', into = chat_id): Promise<FileEntry> => {
    const upload = await files.begin(await party.account(username), into, 'here', 0);
    await upload.write(Buffer.from(content));
    const entry = await files.add(upload, { name: `${content}.txt`, type: 'text/plain' });
    await upload.end();
    return entry;
  };
  const messages = () => store.messages(chat_id, { limit: 50 });
  const isThere = async ({ id }: FileEntry) => (await store.files.file(id)) !== undefined;
  return { ...party, chat_id, ann, bob, put, messages, isThere };
}

describe('a message with files', () => {
  test('[FILE14] is told and stored with them, in the order in which it names them, and needs no text', async () => {
    const { ann, bob, chat_id, put, messages, store } = await withFiles();
    const [one, two] = [await put('ann', 'one'), await put('ann', 'two')];
    await bob.says({ type: 'join', chat_id });
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [two.id, one.id], client_id: 'c' });
    expect(bob.of('message')).toMatchObject([{ content: '', files: [two, one] }]);
    expect(await messages()).toMatchObject([{ content: '', files: [two, one] }]);
    expect((await store.files.file(one.id))?.message_id).toBe(bob.of('message')[0]?.message_id);
  });

  test('[FILE14] [ACTIVITY2] tells those outside what its files are called where it has no text', async () => {
    const { ann, bob, chat_id, put } = await withFiles();
    const files = [await put('ann', 'one'), await put('ann', 'two')];
    await ann.says({ type: 'message', chat_id, content: '', file_ids: files.map(({ id }) => id) });
    expect(bob.of('activity')).toMatchObject([{ preview: 'one.txt, two.txt' }]);
  });

  test('[FILE14] is refused where a file is not its sender’s, of another chat, gone, a picture, or sent already', async () => {
    const { ann, chat_id, put, messages, chat, store } = await withFiles();
    const { id: elsewhere } = await chat('ann');
    const sent = await put('ann', 'sent');
    await ann.says({ type: 'message', chat_id, content: 'first', file_ids: [sent.id] });
    const mine = await put('ann', 'mine');
    const draft = await store.files.draft();
    await draft.write(Buffer.from('p'));
    const picture = await store.files.add(draft, newFile({ chat_id, uploaded_by: ann.userId, is_picture: true }));
    const wrong = [await put('bob', 'his'), await put('ann', 'elsewhere', elsewhere), sent, picture, { id: 4711 }];
    for (const { id } of wrong) {
      await ann.says({ type: 'message', chat_id, content: 'no', file_ids: [mine.id, id], client_id: `no ${id}` });
      expect(ann.of('error').at(-1)).toMatchObject({ code: 'file_gone', client_id: `no ${id}` });
    }
    expect(await messages()).toHaveLength(1);
    // What was refused with them is as free as before.
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [mine.id] });
    expect(await messages()).toHaveLength(2);
  });

  test('[FILE14] [SEND6] is refused where it has neither text nor files', async () => {
    const { ann, chat_id } = await withFiles();
    await ann.says({ type: 'message', chat_id, content: ' ', file_ids: [] });
    expect(ann.of('error')).toMatchObject([{ code: 'invalid' }]);
  });

  test('[FILE15] that is sent again is the one that is there, also while it is being stored', async () => {
    const { ann, hub, clock, chat_id, put, messages } = await withFiles();
    const { id } = await put('ann');
    const frame: ClientFrame = { type: 'message', chat_id, content: '', file_ids: [id], client_id: 'same' };
    await Promise.all([hub.receive(ann, frame), hub.receive(ann, frame)]);
    await clock.settle();
    await ann.says(frame);
    expect(await messages()).toHaveLength(1);
    expect(new Set(ann.of('message').map(({ message_id }) => message_id)).size).toBe(1);
    expect(ann.of('message')).toHaveLength(3);
    expect(ann.of('error')).toEqual([]);
  });

  test('[FILE15] of two at once that name the same file one has it', async () => {
    const { ann, hub, clock, chat_id, put, messages } = await withFiles();
    const { id } = await put('ann');
    const frame = { type: 'message' as const, chat_id, content: '', file_ids: [id] };
    await Promise.all([hub.receive(ann, { ...frame, client_id: 'a' }), hub.receive(ann, { ...frame, client_id: 'b' })]);
    await clock.settle();
    expect(await messages()).toHaveLength(1);
    expect(ann.of('error')).toMatchObject([{ code: 'file_gone', client_id: 'b' }]);
  });

  test('[FILE15] that could not be stored leaves its files free for the next try', async () => {
    const store = createMemoryStore();
    const addMessage = store.addMessage.bind(store);
    const { ann, chat_id, put, messages } = await withFiles({ store });
    const { id } = await put('ann');
    store.addMessage = () => Promise.reject(new Error('no disk'));
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [id], client_id: 'a' });
    store.addMessage = addMessage;
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [id], client_id: 'b' });
    expect(await messages()).toMatchObject([{ client_id: 'b' }]);
  });
});

describe('files that nobody needs', () => {
  test('[FILE16] are removed a day after their upload, looked for every hour, and not before', async () => {
    const { files, clock, put, isThere, ann, chat_id } = await withFiles();
    const [unused, sent] = [await put('ann', 'unused'), await put('ann', 'sent')];
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [sent.id] });
    files.startExpiry();
    await clock.settle();
    await clock.advance(UNUSED_LIFETIME - HOUR);
    expect(await isThere(unused)).toBe(true);
    await clock.advance(EXPIRY_INTERVAL);
    expect([await isThere(unused), await isThere(sent)]).toEqual([false, true]);
    files.close();
    expect(clock.timers).toEqual([]);
  });

  test('[FILE16] [CLOCK2] are not found sooner where the date is set forward', async () => {
    const { files, clock, put, isThere } = await withFiles();
    const unused = await put('ann');
    clock.set(clock.now() + 400 * 24 * HOUR);
    await files.removeUnused();
    expect(await isThere(unused)).toBe(true);
  });

  test('[FILE16] go with their chat', async () => {
    const { files, store, put, isThere, chat_id } = await withFiles();
    const [kept, lost] = [await put('ann'), newFile({ chat_id: 4711 })];
    const draft = await store.files.draft();
    await draft.write(Buffer.from('lost'));
    const { id } = await store.files.add(draft, lost);
    await files.removeUnused();
    expect([await store.files.file(id), await isThere(kept)]).toEqual([undefined, true]);
    await store.files.removeChat(chat_id);
    expect(await isThere(kept)).toBe(false);
  });

  test('[FILE16] go with their message, and stay where it could not be deleted', async () => {
    const { files, put, isThere, ann, chat_id, messages, store } = await withFiles();
    const entry = await put('ann');
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [entry.id] });
    const [message] = await messages();
    await expect(files.removeWith(message!, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await store.files.file(entry.id))?.message_id).toBe(message!.id);
    let isTakable = true;
    await files.removeWith(message!, async () => {
      await ann.says({ type: 'message', chat_id, content: 'again', file_ids: [entry.id] });
      isTakable = ann.of('error').length === 0;
      return store.changeMessage(chat_id, message!.id, { content: '', files: undefined });
    });
    expect([await isThere(entry), isTakable]).toEqual([false, false]);
  });

  test('[FILE17] stay where a crash came before it was noted which message has them', async () => {
    const store = createMemoryStore();
    const log = createRecordedLog();
    const assign = store.files.assign.bind(store.files);
    const former = await withFiles({ store, log });
    const { chat_id } = former;
    const [sent, unused] = [await former.put('ann', 'sent'), await former.put('ann', 'unused')];
    store.files.assign = () => Promise.reject(new Error('the process ends here'));
    await former.ann.says({ type: 'message', chat_id, content: 'with it', file_ids: [sent.id], client_id: 'first' });
    store.files.assign = assign;
    const [message] = await former.messages();
    for (let more = 0; more < 250; more++)
      await store.addMessage(newMessage(chat_id, 'x', { user_id: former.ann.userId }));

    // The next process knows nothing but what is stored.
    const { files, connect, clock } = createParty({ store });
    const ann = await connect('ann');
    await ann.says({ type: 'message', chat_id, content: 'again', file_ids: [sent.id], client_id: 'other' });
    expect(ann.of('error')).toMatchObject([{ code: 'file_gone' }]);
    clock.set(clock.now() + UNUSED_LIFETIME);
    await files.removeUnused();
    expect(await store.files.file(sent.id)).toMatchObject({ message_id: message!.id });
    expect(await store.files.file(unused.id)).toBeUndefined();
    expect(log.entries).toMatchObject([{ level: 'warn' }]);
  });
});

describe('copies of files', () => {
  test('[FILE14] belong to the message that they were made for, and go where it is not stored', async () => {
    const { files, chat, put, ann, chat_id, messages, store } = await withFiles();
    const { id: elsewhere } = await chat('ann');
    const entry = await put('ann');
    await ann.says({ type: 'message', chat_id, content: '', file_ids: [entry.id] });
    const [source] = await messages();
    const copied = await files.copy(ann.userId, source!, elsewhere);
    expect(copied.entries).toEqual([{ ...entry, id: expect.any(Number) }]);
    await copied.keep(99);
    expect(await store.files.file(copied.entries[0]!.id)).toMatchObject({ chat_id: elsewhere, message_id: 99 });
    const dropped = await files.copy(ann.userId, source!, elsewhere);
    await dropped.release();
    expect(await store.files.file(dropped.entries[0]!.id)).toBeUndefined();
    await store.files.remove([entry.id]);
    expect((await files.copy(ann.userId, source!, elsewhere)).entries).toEqual([]);
    await expect(files.open(ann.userId, elsewhere, copied.entries[0]!.id)).resolves.toMatchObject({});
  });
});
