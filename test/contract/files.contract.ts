import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileStore, NewStoredFile, StoredFile } from '../../server/core/ports/files.ts';
import type { Store } from '../../server/core/ports/store.ts';
import { newFile } from '../support/records.ts';
import type { StoreUnderTest } from './store.contract.ts';

/** What every adapter of the file port promises. */
export function filesContract(create: () => Promise<StoreUnderTest>, { durable }: { durable: boolean }): void {
  let under: StoreUnderTest;
  let store: Store;
  let files: FileStore;

  beforeEach(async () => {
    under = await create();
    store = await under.open();
    ({ files } = store);
  });

  afterEach(async () => {
    await store.close();
    await under.dispose();
  });

  const add = async (content: string, more: Partial<NewStoredFile> = {}, into = files): Promise<StoredFile> => {
    const draft = await into.draft();
    for (const piece of content) await draft.write(Buffer.from(piece));
    return into.add(draft, newFile(more));
  };

  const read = async (file: StoredFile, start = 0, end = Infinity, from = files): Promise<string | undefined> => {
    const content = await from.content(file);
    if (!content) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of content.pieces(start, Math.min(end, content.size))) pieces.push(piece);
    await content.close();
    return Buffer.concat(pieces).toString();
  };

  describe('files', () => {
    test('[FILE4] a file is what was written, with all that is known of it', async () => {
      const file = await add('hello', { width: 3, height: 4, uploaded_after: 7 });
      expect(file).toEqual({
        ...newFile({ width: 3, height: 4, uploaded_after: 7 }),
        id: expect.any(Number),
        size: 5,
        sha256: createHash('sha256').update('hello').digest('hex'),
        message_id: null,
      });
      expect(await files.file(file.id)).toEqual(file);
      expect(await read(file)).toBe('hello');
      expect(await read(file, 1, 3)).toBe('el');
      expect(await files.file(file.id + 1)).toBeUndefined();
      expect(await files.content({ sha256: '0'.repeat(64) })).toBeUndefined();
    });

    test('[FILE4] equal contents are there once, and counted once', async () => {
      const [one, other] = await Promise.all([add('same'), add('same', { name: 'other' })]);
      expect(one.sha256).toBe(other.sha256);
      expect(one.id).not.toBe(other.id);
      expect(files.bytesUsed).toBe(4);
    });

    test('[FILE9] what is not made a file of leaves nothing; what comes in is counted', async () => {
      const draft = await files.draft();
      await draft.write(Buffer.from('some'));
      expect([draft.size, files.bytesUsed]).toEqual([4, 4]);
      await draft.discard();
      await draft.discard();
      expect(files.bytesUsed).toBe(0);
    });

    test('[FILE4] a draft that is a file by now is not discarded any more', async () => {
      const draft = await files.draft();
      await draft.write(Buffer.from('kept'));
      const file = await files.add(draft, newFile());
      await draft.discard();
      expect(await read(file)).toBe('kept');
    });

    test('[FILE16] a content goes with the last file that has it', async () => {
      const [one, other] = [await add('same'), await add('same')];
      await files.remove([one.id]);
      expect(await files.file(one.id)).toBeUndefined();
      expect(await read(other)).toBe('same');
      await files.remove([other.id, 4711]);
      expect(await files.content(other)).toBeUndefined();
      expect(files.bytesUsed).toBe(0);
      expect(await read(await add('same'))).toBe('same');
    });

    test('[FILE16] a content that comes while it goes is there', async () => {
      for (let times = 0; times < 10; times++) {
        const old = await add('same');
        const [, fresh] = await Promise.all([files.remove([old.id]), add('same')]);
        expect(await read(fresh)).toBe('same');
        await files.remove([fresh.id]);
      }
    });

    test('[FILE16] what is being read can be read to its end, whoever deletes it', async () => {
      const file = await add('read');
      const content = await files.content(file);
      await files.remove([file.id]);
      const pieces: string[] = [];
      for await (const piece of content!.pieces(0, 4)) pieces.push(Buffer.from(piece).toString());
      await content!.close();
      expect(pieces.join('')).toBe('read');
    });

    test('[FILE16] the files of a chat go together, and no others', async () => {
      const [one, two, other] = [await add('a'), await add('b'), await add('a', { chat_id: 2 })];
      expect(await files.chatIds()).toEqual([1, 2]);
      await files.removeChat(1);
      expect(await files.chatIds()).toEqual([2]);
      expect([await files.file(one.id), await files.content(two), await read(other)]).toEqual([
        undefined,
        undefined,
        'a',
      ]);
    });

    test('a copy is a file of its own with the same content, until both are gone', async () => {
      const file = await add('copied', { width: 5, height: 6 });
      await files.assign([file.id], 9);
      const place = { chat_id: 2, uploaded_by: 3, created_at: newFile().created_at, uploaded_after: 8 };
      const copy = (await files.copy(file.id, place))!;
      expect(copy).toEqual({ ...file, ...place, id: copy.id, message_id: null });
      expect(copy.id).not.toBe(file.id);
      await files.remove([file.id]);
      expect(await read(copy)).toBe('copied');
      expect(await files.copy(file.id, place)).toBeUndefined();
    });

    test('unused files are those that no message has', async () => {
      const [one, two, picture] = [await add('a'), await add('b'), await add('c', { is_picture: true })];
      expect((await files.unused()).map(({ id }) => id)).toEqual([one.id, two.id, picture.id]);
      await files.assign([one.id, 4711], 5);
      expect((await files.file(one.id))?.message_id).toBe(5);
      expect((await files.unused()).map(({ id }) => id)).toEqual([two.id, picture.id]);
      await files.assign([one.id], null);
      expect(await files.unused()).toHaveLength(3);
    });

    test('a picture is found by its chat and content', async () => {
      const picture = await add('c', { is_picture: true });
      await add('d');
      expect(await files.picture(1, picture.sha256)).toEqual(picture);
      expect(await files.picture(2, picture.sha256)).toBeUndefined();
      expect(await files.picture(1, '0'.repeat(64))).toBeUndefined();
    });

    const addAvatar = async (content: string, user_id = 1, into = files) => {
      const draft = await into.draft();
      await draft.write(Buffer.from(content));
      return into.addAvatar(draft, { user_id, type: 'image/png', created_at: newFile().created_at });
    };

    test('[PROFILE7] a picture of a person is there, counted and listed, and belongs to no chat', async () => {
      const first = await addAvatar('face');
      expect(first).toEqual({
        user_id: 1,
        type: 'image/png',
        created_at: newFile().created_at,
        size: 4,
        sha256: createHash('sha256').update('face').digest('hex'),
      });
      const [other, another] = [await addAvatar('mask', 2), await addAvatar('wig')];
      expect(await files.avatars(1)).toEqual([first, another]);
      expect(await files.avatars()).toEqual([first, other, another]);
      expect(await addAvatar('face')).toEqual(first);
      expect(await files.avatars(1)).toHaveLength(2);
      expect(files.bytesUsed).toBe(11);
      expect(await files.chatIds()).toEqual([]);
      expect(await files.unused()).toEqual([]);
    });

    test('[PROFILE5] of former pictures nothing is left but what something else has', async () => {
      const shared = await add('face');
      await addAvatar('face');
      const kept = await addAvatar('wig');
      const others = await addAvatar('wig', 2);
      await files.removeAvatars(1, kept.sha256);
      expect(await files.avatars(1)).toEqual([kept]);
      await files.removeAvatars(1);
      expect(await files.avatars()).toEqual([others]);
      expect(files.bytesUsed).toBe(7);
      expect(await read(shared)).toBe('face');
      await files.remove([shared.id]);
      await files.removeAvatars(2);
      expect(files.bytesUsed).toBe(0);
      expect(await files.content(kept)).toBeUndefined();
    });

    test('[STORE11] what is passed in or handed out shares nothing with what is stored', async () => {
      const piece = Buffer.from('mine');
      const draft = await files.draft();
      await draft.write(piece);
      piece.fill(0);
      const wish = newFile();
      const file = await files.add(draft, wish);
      wish.name = 'other';
      file.name = 'other';
      (await files.unused())[0]!.name = 'other';
      expect((await files.file(file.id))?.name).toBe(newFile().name);
      expect(await read(file)).toBe('mine');
    });

    test('[STORE15] after close everything rejects', async () => {
      const draft = await files.draft();
      await store.close();
      const calls = [files.draft(), files.add(draft, newFile()), files.file(1), files.unused(), files.remove([1])];
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'not_ready' } });
      }
    });

    test.runIf(durable)(
      '[FILE17] [PROFILE7] what was told to be stored is there after a crash, and what was not is gone',
      async () => {
        const kept = await add('kept');
        const removed = await add('removed');
        await files.assign([kept.id], 12);
        await files.remove([removed.id]);
        const face = await addAvatar('face');
        const draft = await files.draft();
        await draft.write(Buffer.from('half'));
        const again = await under.reopenAfterCrash!();
        try {
          expect(await again.files.file(kept.id)).toEqual({ ...kept, message_id: 12 });
          expect(await read(kept, 0, Infinity, again.files)).toBe('kept');
          expect(await again.files.file(removed.id)).toBeUndefined();
          expect(await again.files.content(removed)).toBeUndefined();
          expect(again.files.bytesUsed).toBe(8);
          expect(await again.files.avatars()).toEqual([face]);
        } finally {
          await again.close();
        }
      },
    );
  });
}
