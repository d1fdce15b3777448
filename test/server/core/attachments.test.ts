import { expect, test } from 'vitest';
import { ATTACHED_MAX } from '../../../server/core/attachments.ts';
import type { ModelFile } from '../../../server/core/ports/model.ts';
import type { FileEntry } from '../../../server/protocol/files.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createParty } from '../../support/party.ts';
import { newFile, newMessage } from '../../support/records.ts';

const MB = 1_048_576;

/** A party with an AI chat of ann's, and what puts files there. */
async function withQuestions() {
  const store = createMemoryStore();
  const party = createParty({ store });
  const { id: chat_id } = await party.chat('ann', [], { is_ai_chat: true });
  const ann = await party.connect('ann');
  const put = async (name: string, type: string, content: string | Uint8Array): Promise<FileEntry> => {
    const draft = await store.files.draft();
    await draft.write(Buffer.from(content));
    return store.files.add(draft, newFile({ chat_id, uploaded_by: ann.userId, name, type }));
  };
  let asked = 0;
  const ask = async (content: string, files: FileEntry[]): Promise<ModelFile[]> => {
    await ann.says({ type: 'message', chat_id, content, file_ids: files.map(({ id }) => id) });
    await party.clock.settle();
    const reply = party.model.replies[asked++]!;
    reply.finish();
    await party.clock.settle();
    return (reply.request.contents.at(-1)?.parts ?? []).filter((part) => 'data' in part);
  };
  return { ...party, chat_id, put, ask };
}

const names = (files: ModelFile[]) => files.map(({ name }) => name);

test('[FILE19] the model is shown the images, PDFs and texts of a question, and nothing else', async () => {
  const { put, ask } = await withQuestions();
  const files = [
    await put('cat.png', 'image/png', 'meow'),
    await put('film.mp4', 'video/mp4', 'film'),
    await put('paper.pdf', 'application/pdf', 'paper'),
    await put('old.gif', 'image/gif', 'gif'),
    await put('notes.txt', 'text/plain', 'notes'),
  ];
  const shown = await ask('', files);
  expect(names(shown)).toEqual(['cat.png', 'paper.pdf', 'notes.txt']);
  expect(Buffer.from(shown[0]!.data).toString()).toBe('meow');
});

test('[FILE19] it is shown as many as 15 MB hold, those of the question first', async () => {
  const { put, ask, chat_id, store, turns, clock, model } = await withQuestions();
  const old = await put('old.png', 'image/png', Buffer.alloc(4 * MB, 1));
  const small = await put('small.png', 'image/png', Buffer.alloc(MB, 2));
  await ask('', [old, small]);
  const [quoted] = await store.messages(chat_id, { limit: 1, after: 0 });
  const large = await put('large.png', 'image/png', Buffer.alloc(ATTACHED_MAX - 2 * MB, 3));
  const larger = await put('larger.png', 'image/png', Buffer.alloc(ATTACHED_MAX - MB, 4));
  const fields = { user_id: quoted!.user_id, reply_to: quoted!.id, files: [large, larger] };
  turns.ask((await store.addMessage(newMessage(chat_id, 'both', fields))).message);
  await clock.settle();
  const parts = model.replies[1]?.request.contents.at(-1)?.parts ?? [];
  expect(names(parts.filter((part) => 'data' in part))).toEqual(['large.png', 'small.png']);
});

test('[FILE19] a file that is gone by then is only named', async () => {
  const { put, ask, store } = await withQuestions();
  const [gone, there] = [await put('gone.png', 'image/png', 'a'), await put('there.png', 'image/png', 'b')];
  const file = store.files.file.bind(store.files);
  store.files.file = async (id) => {
    const found = await file(id);
    return found && (id === gone.id ? { ...found, sha256: 'of nothing' } : found);
  };
  expect(names(await ask('', [gone, there]))).toEqual(['there.png']);
});
