import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { only, unsupported } from './unsupported.ts';

export const net = only('net', {
  online: true,
  isOnline: () => true,
  async fetch(input, init) {
    const url = new URL(typeof input === 'string' ? input : input.url);
    if (url.protocol === 'file:') return fetchFile(url);
    if (url.protocol === 'http:' || url.protocol === 'https:') return fetch(input, init);
    return unsupported(`net.fetch of ${url.protocol}`);
  },
} satisfies Pick<Electron.Net, 'online' | 'isOnline' | 'fetch'>);

async function fetchFile(url: URL): Promise<Response> {
  try {
    return new Response((await openAsBlob(fileURLToPath(url))).stream());
  } catch (error) {
    throw new Error('net::ERR_FILE_NOT_FOUND', { cause: error });
  }
}
