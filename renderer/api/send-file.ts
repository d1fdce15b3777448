import { parse, parseJson } from './parse.ts';
import type * as z from 'zod/mini';
import { malformed, refused, unreachable } from './errors.ts';

/** An upload that brings nothing forward for so many milliseconds has lost its connection. */
const STALLED_MS = 60_000;

export type SendFileOptions<Schema extends z.ZodMiniType> = {
  url: string;
  method: 'POST' | 'PUT';
  token: string;
  /** A form with a file, or the file itself. */
  body: FormData | Blob;
  /** So many milliseconds it may take where nothing comes forward, also until there is an answer. */
  stalledMs?: number;
  /** The form of the answer. */
  schema: Schema;
  XMLHttpRequest: typeof XMLHttpRequest;
  /** How much of the body is on its way, from 0 to 1. */
  onProgress?: (part: number) => void;
  onUnauthorized: () => void;
  /** Gives the upload up; it rejects as if the server could not be reached. */
  signal: AbortSignal;
};

/** Sends a file. `fetch` does not tell how far it is. @throws ApiError */
export function sendFile<Schema extends z.ZodMiniType>(options: SendFileOptions<Schema>): Promise<z.output<Schema>> {
  const { url, method, token, body, schema, onProgress, onUnauthorized, signal, stalledMs = STALLED_MS } = options;
  return new Promise((resolve, reject) => {
    const request = new options.XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = () => request.abort();
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, stalledMs);
    };
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const fail = () => {
      end();
      reject(unreachable());
    };
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      watch();
      if (total > 0) onProgress?.(loaded / total);
    });
    request.addEventListener('error', fail);
    request.addEventListener('abort', fail);
    request.addEventListener('load', () => {
      end();
      const { status } = request;
      const json = parseJson(request.responseText);
      if (status < 200 || status >= 300) {
        if (status === 401) onUnauthorized();
        reject(refused(status, json, request.getResponseHeader('retry-after')));
        return;
      }
      const answer = parse(schema, json);
      if (answer === null) reject(malformed(status));
      else resolve(answer);
    });
    if (signal.aborted) {
      fail();
      return;
    }
    signal.addEventListener('abort', abort);
    request.open(method, url);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    if (body instanceof Blob) request.setRequestHeader('content-type', 'application/octet-stream');
    watch();
    request.send(body);
  });
}
