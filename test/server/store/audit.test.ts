import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AUDIT_KEPT } from '../../../server/core/ports/audit.ts';
import { encodeEntry } from '../../../server/store/json/audit-lines.ts';
import { act } from '../../contract/audit.contract.ts';
import { createDataDirectory, type DataDirectory } from '../../support/data-directory.ts';
import { diskError } from '../../support/memory-disk.ts';

let data: DataDirectory;
let file: string;
beforeEach(async () => {
  data = await createDataDirectory();
  file = path.join(data.path, 'audit.jsonl');
});
afterEach(() => data.close());

const line = (id: number) => encodeEntry({ ...act(id), id }).toString();
const ids = async (store: Awaited<ReturnType<DataDirectory['open']>>) =>
  (await store.audit.list({ limit: 100 })).map(({ id }) => id);
const asides = (why: string) => data.disk.paths.filter((name) => name.startsWith(`${file}.${why}-`));

test('[AUDIT2] a last line that a crash has torn is cut when the file is opened, and set aside', async () => {
  data.disk.put(file, line(1) + line(2).slice(0, 40));
  const store = await data.open();
  expect(data.disk.content(file)).toBe(line(1));
  expect(asides('torn').map((name) => data.disk.content(name))).toEqual([line(2).slice(0, 40)]);
  await store.audit.append(act(2));
  expect(data.disk.content(file)).toBe(line(1) + line(2));
  expect(await ids(store)).toEqual([2, 1]);
});

test.each([
  ['no JSON', '{"id":2,'],
  ['another form', '{"id":2}'],
  ['an id that is not greater', line(1).trimEnd()],
  ['no text', '\0\ufffd'],
])('[AUDIT3] a line that is %s is left out, a copy of the file is beside it, and the server starts', async (_, bad) => {
  const whole = `${line(1)}${bad}\n${line(3)}`;
  data.disk.put(file, whole);
  const store = await data.open();
  expect(await ids(store)).toEqual([3, 1]);
  expect(asides('damaged').map((name) => data.disk.content(name))).toEqual([whole]);
  expect(data.disk.content(file)).toBe(line(1) + line(3));
  await store.audit.append(act(4));
  expect(await ids(await data.reopenAfterCrash())).toEqual([4, 3, 1]);
  expect(asides('damaged')).toHaveLength(1);
});

test('[AUDIT3] a damaged file that cannot be mended now does not keep the server from starting either', async () => {
  data.disk.put(file, `${line(1)}?\n`);
  data.disk.before = (operation) => {
    if (operation === 'write') throw diskError('ENOSPC');
  };
  expect(await ids(await data.open())).toEqual([1]);
  expect(data.log.entries.map(({ message }) => message)).toContain('audit.jsonl could not be mended');
  data.disk.before = () => undefined;
  await data.open();
  expect(asides('damaged')).toHaveLength(1);
});

test('[AUDIT4] what cannot be written is told, makes the server one that does not save, and goes out with the next', async () => {
  const store = await data.open();
  await store.audit.append(act(1));
  data.disk.before = (operation, place) => {
    if (operation === 'write' && place === file) throw diskError('ENOSPC');
  };
  await expect(store.audit.append(act(2))).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect([store.isSaving, await ids(store)]).toEqual([false, [1]]);
  data.disk.before = () => undefined;
  await store.audit.append(act(3));
  expect([store.isSaving, await ids(store)]).toEqual([true, [3, 2, 1]]);
  expect(data.disk.content(file)).toBe(line(1) + line(2) + line(3));
});

test('[AUDIT4] what could not be written goes out at the end at the latest', async () => {
  const store = await data.open();
  data.disk.before = (operation) => {
    if (operation === 'sync') throw diskError('EIO');
  };
  await expect(store.audit.append(act(1))).rejects.toMatchObject({ code: 'storage_unavailable' });
  data.disk.before = () => undefined;
  expect(await ids(await data.open())).toEqual([1]);
});

test('[AUDIT5] the file is bounded: with some more than the newest 10,000 entries it is written anew with those', async () => {
  const most = AUDIT_KEPT + 2_000;
  data.disk.put(file, Array.from({ length: most }, (_, at) => line(at + 1)).join(''));
  const store = await data.open();
  await store.audit.append(act(most + 1));
  const lines = data.disk.content(file)!.split('\n').slice(0, -1);
  expect(lines).toHaveLength(AUDIT_KEPT);
  expect([lines[0], lines.at(-1)]).toEqual([line(most + 2 - AUDIT_KEPT).trimEnd(), line(most + 1).trimEnd()]);
  await store.audit.append(act(most + 2));
  const again = await data.reopenAfterCrash();
  expect((await again.audit.list({ limit: 2 })).map(({ id }) => id)).toEqual([most + 2, most + 1]);
});
