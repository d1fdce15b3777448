import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import { createDataDirectory, type DataDirectory } from '../../support/data-directory.ts';
import { diskError } from '../../support/memory-disk.ts';
import { newFile } from '../../support/records.ts';

let data: DataDirectory;
let store: Store;
beforeEach(async () => {
  data = await createDataDirectory();
  store = await data.open();
});
afterEach(() => data.close());

const add = async (content: string) => {
  const draft = await store.files.draft();
  try {
    await draft.write(Buffer.from(content));
    return await store.files.add(draft, newFile());
  } finally {
    await draft.discard();
  }
};
const contents = () => data.disk.paths.filter((file) => path.dirname(file) === path.join(data.path, 'files'));
const isThere = async (sha256: string) => {
  const content = await store.files.content({ sha256 });
  await content?.close();
  return content !== undefined;
};

describe('the files of a data directory', () => {
  test.each(['write', 'sync', 'rename', 'syncDirectory'] as const)(
    '[FILE9] a %s that the disk refuses leaves nothing, and the next upload works',
    async (refused) => {
      const former = await add('former');
      data.disk.before = (operation) => {
        if (operation === refused) throw diskError('ENOSPC');
      };
      await expect(add('new')).rejects.toMatchObject({ code: 'storage_unavailable' });
      data.disk.before = () => undefined;
      expect(await isThere((await add('new')).sha256)).toBe(true);
      expect(store.files.bytesUsed).toBe(former.size + 3);
      expect(contents()).toHaveLength(2);
      await store.close();
      store = await data.open();
      expect(contents()).toHaveLength(2);
      expect(data.disk.openFiles).toBeLessThan(5);
    },
  );

  test('[FILE17] a crash at any moment of an upload and of a removal leaves whole files and no others', async () => {
    const run = async (): Promise<void> => {
      const [one] = [await add('one'), await add('two')];
      await store.files.remove([one.id]);
    };
    let operations = 0;
    data.disk.before = () => void operations++;
    await run();
    expect(operations).toBeGreaterThan(10);
    for (let crash = 1; crash <= operations; crash++) {
      await data.close();
      data = await createDataDirectory();
      store = await data.open();
      let left = crash;
      let crashed: typeof data.disk | undefined;
      data.disk.before = () => {
        if (--left === 0) crashed = data.disk.crashed();
      };
      await run();
      await store.close();
      data.disk = crashed ?? data.disk.crashed();
      store = await data.open();
      // What was still to be deleted is deleted by the time that something else has been.
      await store.files.remove([(await add('later')).id]);
      const files = await store.files.unused();
      for (const { sha256 } of files) {
        // One whose upload was not told to have come may have no content; it goes with what nobody takes.
        if (await isThere(sha256)) continue;
        await store.files.remove(files.filter((file) => file.sha256 === sha256).map(({ id }) => id));
      }
      const wanted = new Set((await store.files.unused()).map(({ sha256 }) => path.join(data.path, 'files', sha256)));
      expect([crash, contents().toSorted()]).toEqual([crash, [...wanted].toSorted()]);
    }
  });

  test('[FILE18] a damaged files.json is reported, set aside and left alone, and with it every content', async () => {
    const file = path.join(data.path, 'files.json');
    await add('kept');
    await store.close();
    const right = data.disk.content(file)!;
    const twice = JSON.parse(right) as { files: object[] };
    twice.files.push(twice.files[0]!);
    for (const damaged of [
      '',
      '{',
      right.slice(0, -20),
      right.replace('"size": 4', '"size": -4'),
      JSON.stringify(twice),
    ]) {
      data.disk.put(file, damaged);
      await expect(data.open()).rejects.toThrow(/files\.json cannot be read/);
      expect(data.disk.content(file)).toBe(damaged);
    }
    data.disk.put(file, right.replace('"schema_version": 2', '"schema_version": 99'));
    await expect(data.open()).rejects.toThrow(/newer version/);
    expect(contents()).toHaveLength(1);
    data.disk.put(file, right);
    store = await data.open();
    expect(await store.files.unused()).toHaveLength(1);
  });

  test('[FILE18] a start reads no content, and deletes none that no record has named', async () => {
    const { sha256 } = await add('kept');
    await store.close();
    const stray = path.join(data.path, 'files', 'f'.repeat(64));
    data.disk.put(stray, 'whose it is, nobody knows');
    data.disk.put(path.join(data.path, 'files', 'upload.00000000-0000-0000-0000-000000000000.tmp'), 'half');
    const read: string[] = [];
    data.disk.before = (operation, file) => {
      if (operation === 'read') read.push(file);
    };
    store = await data.open();
    expect(read.filter((file) => path.basename(path.dirname(file)) === 'files')).toEqual([]);
    expect(contents().toSorted()).toEqual([path.join(data.path, 'files', sha256), stray].toSorted());
  });
});
