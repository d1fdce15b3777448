import { ARCHIVE_SIZE_HEADER } from '../../server/protocol/archive.ts';
import { parseJson } from './parse.ts';
import { refused, unreachable } from './errors.ts';

/** A download that brings nothing for so many milliseconds has lost its connection. */
const STALLED_MS = 30_000;

export type FetchFileOptions = {
  url: string;
  token: string;
  fetch: typeof fetch;
  /** The type of the blob: what the server says of a file is what keeps browsers from showing it. */
  type: string;
  /** Bytes that have come, and about how many there will be where the server says so. */
  onProgress?: ((received: number, about: number | null) => void) | undefined;
  onUnauthorized: () => void;
  signal: AbortSignal;
};

/** Fetches a file of a chat with the token, which must not stand in an address. @throws ApiError */
export async function fetchFile(options: FetchFileOptions): Promise<Blob> {
  const { url, token, type, onProgress, onUnauthorized, signal } = options;
  const stalled = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), STALLED_MS);
  };
  const forward = () => stalled.abort();
  signal.addEventListener('abort', forward);
  if (signal.aborted) forward();
  watch();
  try {
    const response = await options.fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: stalled.signal,
    });
    if (!response.ok) {
      if (response.status === 401) onUnauthorized();
      throw refused(response.status, parseJson(await response.text()), response.headers.get('retry-after'));
    }
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    const about = Number(response.headers.get(ARCHIVE_SIZE_HEADER)) || null;
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      watch();
      parts.push(next.value);
      received += next.value.length;
      onProgress?.(received, about);
    }
    return new Blob(parts, { type });
  } catch (error) {
    throw error instanceof Error && error.name === 'ApiError' ? error : unreachable();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}
