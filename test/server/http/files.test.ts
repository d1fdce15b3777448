import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { UPLOADS_PER_USER } from '../../../server/core/uploads.ts';
import { fileEntry } from '../../../server/protocol/files.ts';
import type { TestPerson } from '../../support/client.ts';
import { startTestServer } from '../../support/server.ts';
import { contentsIn, download, pdf, pixel, upload } from '../../support/uploads.ts';

const FILE_MAX = 1_048_576;

let server: Awaited<ReturnType<typeof startTestServer>>;
let ann: TestPerson;
let bob: TestPerson;
let eve: TestPerson;
let chatId: number;
let files: string;

beforeAll(async () => {
  server = await startTestServer({ fileMax: FILE_MAX, filesMax: 8 * FILE_MAX });
  [ann, bob, eve] = await Promise.all([server.person('ann'), server.person('bob'), server.person('eve')]);
  const { body: chat } = await ann.call('POST', '/api/chats', { name: 'Chat', participant_usernames: ['bob'] });
  chatId = chat.id;
  files = `/api/chats/${chatId}/files`;
});
afterAll(() => server.close());

const put = (name: string, content: string | Uint8Array<ArrayBuffer>, options: Parameters<typeof upload>[5] = {}) =>
  upload(server.url, ann, files, name, content, options);
const get = (id: number, headers: Record<string, string> = {}, who = ann) =>
  download(server.url, who, `${files}/${id}`, headers);
/** Nothing is coming in any more, and nothing is left of what did. */
const noLeftovers = () =>
  vi.waitFor(async () => expect((await contentsIn(server.dataDirectory)).join()).not.toContain('tmp'));
const filesUnderWay = async () => (await contentsIn(server.dataDirectory)).filter((name) => name.startsWith('upload.'));
const unique = (bytes = 100) => randomBytes(bytes);

describe('an upload', () => {
  test('[FILE4] is answered with its entry, and comes back byte by byte to everybody in the chat', async () => {
    const content = unique(300_000);
    const { status, body } = await put('data.bin', content, { fields: { width: '640', height: '480' } });
    expect(status).toBe(200);
    expect(fileEntry.parse(body)).toEqual(body);
    const { id, ...rest } = body;
    expect(rest).toEqual({
      name: 'data.bin',
      type: 'application/octet-stream',
      size: 300_000,
      width: 640,
      height: 480,
    });
    for (const who of [ann, bob]) expect((await get(id, {}, who)).content.equals(content)).toBe(true);
  });

  test('[FILE4] is on the disk under the hash of its content, for its owner only, and once for equal contents', async () => {
    const content = unique();
    const sha256 = createHash('sha256').update(content).digest('hex');
    const [one, other] = await Promise.all([put('one', content), put('other', content)]);
    expect(one.body.id).not.toBe(other.body.id);
    const names = await contentsIn(server.dataDirectory);
    expect(names.filter((name) => name.startsWith(sha256))).toEqual([sha256]);
    expect((await stat(path.join(server.dataDirectory, 'files', sha256))).mode & 0o777).toBe(0o600);
  });

  test.each([
    'отчёт.pdf',
    '報告書.docx',
    'تقرير نهائي.xlsx',
    'क्षि.txt',
    '👩\u200d👩\u200d👧.png',
    'a "quoted" name; x=y.txt',
    '50%.txt',
    "it's.txt",
  ])('[FILE1] called %j keeps its name, there and back', async (name) => {
    const { body } = await put(name, unique());
    expect(body.name).toBe(name);
    const disposition = (await get(body.id)).headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename=[\x20-\x7e]+$/);
    const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? [];
    const [, quoted, token = ''] = /filename=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/.exec(disposition) ?? [];
    const plain = quoted?.replace(/\\(.)/g, '$1') ?? token;
    expect(encoded === undefined ? plain : decodeURIComponent(encoded)).toBe(name);
  });

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\u0085b.txt', 'ab.txt'],
    ['...', 'file'],
  ])('[FILE1] called %j is called %j', async (name, kept) => {
    expect((await put(name, unique())).body.name).toBe(kept);
  });

  test.each([
    ['photo.png', pixel, 'image/png'],
    ['photo.txt', pixel, 'image/png'],
    ['paper.pdf', pdf, 'application/pdf'],
    ['notes.md', '# Grüße 世界\n', 'text/plain'],
    ['page.png', '<!doctype html><script>alert(1)</script>', 'text/plain'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'text/plain'],
    ['feed.jpg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'text/plain'],
    ['binary.svg', Buffer.from('<svg>\0</svg>'), 'application/octet-stream'],
    ['latin1.txt', Buffer.from([0x67, 0x72, 0xfc, 0xdf]), 'application/octet-stream'],
    ['cut.txt', Buffer.from('世界').subarray(0, 5), 'application/octet-stream'],
  ])('[FILE5] called %s is what its content is, whatever its name and its browser say', async (name, content, type) => {
    const { body } = await put(name, content, { type: 'image/svg+xml' });
    expect(body.type).toBe(type);
  });

  test('[FILE6] that is empty, in another field, in several, or no form at all is refused', async () => {
    const before = await contentsIn(server.dataDirectory);
    const two = new FormData();
    for (const name of ['one', 'two']) two.append('file', new Blob(['x']), name);
    const headers = { authorization: `Bearer ${ann.token}` };
    const raw = async (body: BodyInit | undefined, type?: string) => {
      const init = { method: 'POST', headers: { ...headers, ...(type && { 'content-type': type }) } };
      return (await fetch(server.url + files, { ...init, ...(body !== undefined && { body }) })).status;
    };
    expect((await put('empty', '')).body.detail).toEqual([
      { loc: ['body', 'file'], msg: 'The file is empty', type: 'too_small' },
    ]);
    expect((await put('x', 'x', { field: 'other' })).status).toBe(422);
    expect((await put('x', 'x', { fields: { width: 'wide' } })).body.detail[0].loc).toEqual(['body', 'width']);
    expect((await put('x', 'x', { fields: { 'a[b][c]': '1' } })).status).toBe(422);
    // Names that no file has: the parser takes them for none.
    for (const name of ['..', 'a\0b', 'a\u0007b']) expect((await put(name, 'x')).status).toBe(422);
    expect(await raw(two)).toBe(422);
    expect(await raw(undefined)).toBe(422);
    expect(await raw('{}', 'application/json')).toBe(422);
    expect(await raw('x', 'multipart/form-data')).toBe(422);
    expect(await raw('nonsense', 'multipart/form-data; boundary=x')).toBe(422);
    expect(
      await raw(
        '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\ncut',
        'multipart/form-data; boundary=x',
      ),
    ).toBe(422);
    await noLeftovers();
    expect(await contentsIn(server.dataDirectory)).toEqual(before);
  });

  test('[FILE7] over the limit is refused with it, whether its size is announced or not, and the connection ends in order', async () => {
    const before = await contentsIn(server.dataDirectory);
    expect((await put('exact', unique(FILE_MAX))).status).toBe(200);
    const { status, body } = await put('large', unique(FILE_MAX + 1));
    expect([status, body.code]).toEqual([413, 'too_large']);
    expect(body.detail).toContain('1 MB');
    expect((await put('huge', unique(6 * FILE_MAX))).status).toBe(413);
    const boundary = 'b'.repeat(20);
    const pieces = [
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`,
      ...Array<string>(64).fill('x'.repeat(65_536)),
      `\r\n--${boundary}--\r\n`,
    ];
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(Buffer.from(piece));
      },
    });
    const chunked = await fetch(server.url + files, {
      method: 'POST',
      headers: { authorization: `Bearer ${ann.token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect([chunked.status, ((await chunked.json()) as { code: string }).code]).toEqual([413, 'too_large']);
    await noLeftovers();
    expect((await contentsIn(server.dataDirectory)).length).toBe(before.length + 1);
  });

  test('[FILE8] by who takes no part in the chat is refused before a byte is stored', async () => {
    const before = await contentsIn(server.dataDirectory);
    expect((await upload(server.url, eve, files, 'x', unique(500_000))).status).toBe(403);
    expect((await upload(server.url, { token: 'none' }, files, 'x', 'x')).status).toBe(401);
    expect(await contentsIn(server.dataDirectory)).toEqual(before);
    const { body } = await put('mine', 'mine');
    expect((await get(body.id, {}, eve)).status).toBe(403);
    const { body: other } = await eve.call('POST', '/api/chats', { name: 'Other' });
    expect((await download(server.url, eve, `/api/chats/${other.id}/files/${body.id}`)).status).toBe(404);
  });

  test('[FILE9] that is broken off, at any point, leaves nothing', async () => {
    const before = await contentsIn(server.dataDirectory);
    const head = `--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`;
    for (const sent of ['', head.slice(0, 30), head, `${head}${'x'.repeat(200_000)}`]) {
      const socket = connect(server.port, '127.0.0.1');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(
        `POST ${files} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ann.token}\r\n` +
          `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n${sent}`,
      );
      if (sent.length > 100_000) await vi.waitUntil(async () => (await filesUnderWay()).length > 0);
      socket.destroy();
      await closed;
    }
    await noLeftovers();
    expect(await contentsIn(server.dataDirectory)).toEqual(before);
    // All of them are over: as many as ever may come.
    const uploads = Array.from({ length: UPLOADS_PER_USER }, () => put('x', unique()));
    expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual(Array(UPLOADS_PER_USER).fill(200));
  });

  test('[FILE9] of too many at once is refused, and whoever waits gets in; nobody else waits', async () => {
    const open = Array.from({ length: UPLOADS_PER_USER }, () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(
        `POST ${files} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ann.token}\r\n` +
          `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n`,
      );
      return socket;
    });
    await vi.waitUntil(async () => (await filesUnderWay()).length === UPLOADS_PER_USER);
    const refused = await put('x', unique());
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect((await upload(server.url, bob, files, 'x', unique())).status).toBe(200);
    for (const socket of open) socket.destroy();
    await noLeftovers();
    expect((await put('x', unique())).status).toBe(200);
  });

  test('[FILE10] that the server has no room for is refused, and room is counted while it fills', async () => {
    const small = await startTestServer({ fileMax: FILE_MAX, filesMax: 2 * FILE_MAX });
    try {
      const cy = await small.person('cy');
      const { body: chat } = await cy.call('POST', '/api/chats', {});
      const place = `/api/chats/${chat.id}/files`;
      const sizes = [900_000, 900_000, 900_000];
      const answers = await Promise.all(sizes.map((size) => upload(small.url, cy, place, 'x', unique(size))));
      const statuses = answers.map(({ status }) => status);
      // How many of them meet the limit, while all of them grow, is chance; that all three do not fit is not.
      expect(statuses).toContain(507);
      expect(statuses.every((status) => status === 200 || status === 507)).toBe(true);
      expect(answers.find(({ status }) => status === 507)?.body.code).toBe('files_full');
      expect((await upload(small.url, cy, place, 'x', unique(100_000))).status).toBe(200);
      expect((await upload(small.url, cy, place, 'x', unique(FILE_MAX))).status).toBe(
        statuses.filter((one) => one === 200).length <= 1 ? 200 : 507,
      );
    } finally {
      await small.close();
    }
  });

  test('[FILE11] is limited per user', async () => {
    const limited = await startTestServer({ rateLimit: 0.02 });
    try {
      const cy = await limited.person('cy');
      const { body: chat } = await cy.call('POST', '/api/chats', {});
      const statuses: number[] = [];
      for (let at = 0; at < 3; at++) {
        statuses.push((await upload(limited.url, cy, `/api/chats/${chat.id}/files`, 'x', 'x')).status);
      }
      expect(statuses).toEqual([200, 200, 429]);
    } finally {
      await limited.close();
    }
  });

  test('[FILE7] /health tells how large a file may be', () => {
    expect(server.health.file_max).toBe(FILE_MAX);
  });
});

describe('a download', () => {
  test('[FILE12] of an image may be shown; everything else is only to be saved; nothing of it ever runs', async () => {
    const image = await put('cat.png', pixel);
    const page = await put('cat.png', '<script>alert(1)</script>');
    // An image and a page at once: it is sent as the image, and no browser may think otherwise.
    const both = await put('both.html', Buffer.concat([pixel, Buffer.from('<script>alert(1)</script>')]));
    for (const [{ body }, type, disposition] of [
      [image, 'image/png', 'inline; filename=cat.png'],
      [page, 'text/plain; charset=utf-8', 'attachment; filename=cat.png'],
      [both, 'image/png', 'inline; filename=both.html'],
    ] as const) {
      const { headers } = await get(body.id);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toBe(disposition);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  test('[FILE13] is kept by the browser, asked for again without its content, and never compressed', async () => {
    const { body } = await put('long.txt', 'text '.repeat(50_000));
    const { headers } = await get(body.id, { 'accept-encoding': 'gzip' });
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable, no-transform');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('content-length')).toBe('250000');
    const again = await get(body.id, { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' });
    expect([again.status, again.content.length]).toEqual([304, 0]);
    const head = await fetch(`${server.url}${files}/${body.id}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ann.token}` },
    });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '250000']);
  });

  test('[FILE13] may be of a part', async () => {
    const content = unique(200_000);
    const { body } = await put('film.mp4', content);
    const { headers: whole } = await get(body.id);
    const part = await get(body.id, { range: 'bytes=100000-100099' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100000-100099/200000']);
    expect(part.content.equals(content.subarray(100_000, 100_100))).toBe(true);
    const end = await get(body.id, { range: 'bytes=-5' });
    expect(end.content.equals(content.subarray(-5))).toBe(true);
    const open = await get(body.id, { range: 'bytes=199990-', 'if-range': whole.get('etag')! });
    expect(open.content.equals(content.subarray(199_990))).toBe(true);
    for (const range of ['bytes=5-1', 'bytes=999999-', 'bytes=0-1,5-6', 'lines=1-2', 'x']) {
      const all = await get(body.id, { range });
      expect([all.status, all.content.length]).toEqual([200, 200_000]);
    }
    expect((await get(body.id, { range: 'bytes=0-1', 'if-range': '"another"' })).status).toBe(200);
  });

  test('[FILE12] of what is not there is answered so', async () => {
    expect((await get(4711)).status).toBe(404);
    expect((await download(server.url, ann, `${files}/x`)).status).toBe(422);
  });

  test('[FILE9] that is broken off frees what it held', async () => {
    const { body } = await put('large', unique(FILE_MAX));
    const abort = new AbortController();
    const answer = await fetch(`${server.url}${files}/${body.id}`, {
      headers: { authorization: `Bearer ${ann.token}` },
      signal: abort.signal,
    });
    await answer.body?.getReader().read();
    abort.abort();
    expect((await get(body.id)).content).toHaveLength(FILE_MAX);
  });
});
