import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TestPerson } from './client.ts';

/** A PNG of one pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

interface UploadOptions {
  /** What the browser says that it is. */
  type?: string;
  field?: string;
  fields?: Record<string, string>;
  method?: 'POST' | 'PUT';
}

/** Uploads as a page does. */
export async function upload(
  url: string,
  { token }: Pick<TestPerson, 'token'>,
  place: string,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  { type = 'application/octet-stream', field = 'file', fields = {}, method = 'POST' }: UploadOptions = {},
) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set(field, new Blob([content], { type }), name);
  const answer = await fetch(url + place, { method, headers: { authorization: `Bearer ${token}` }, body: form });
  return { status: answer.status, body: await answer.json() };
}

/** Downloads, with its headers. */
export async function download(
  url: string,
  { token }: Pick<TestPerson, 'token'>,
  place: string,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(url + place, { headers: { authorization: `Bearer ${token}`, ...headers } });
  return { status: answer.status, headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) };
}

/** What the directory of contents holds. */
export async function contentsIn(dataDirectory: string): Promise<string[]> {
  return (await readdir(path.join(dataDirectory, 'files'))).toSorted();
}
