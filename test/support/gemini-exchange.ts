import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** One request as it arrived. */
export interface GeminiRequest {
  method: string;
  /** Path and query, `?key=` included. */
  url: string;
  /** The key, from the header or the query; '' where there was none. */
  key: string;
  headers: IncomingHttpHeaders;
  /** Of a call on a model: its name without `models/`, and the method behind the colon. */
  model?: string;
  task?: string;
  /** The parsed JSON body; undefined for GET. */
  body: unknown;
  /** The text of the last `user` content, its parts joined by line feeds; '' where there is none. */
  question: string;
  /**
   * How it ended. `answered`: everything was sent. `aborted`: the client hung up before. `cut`: the stand-in hung up.
   */
  ended: Promise<'answered' | 'aborted' | 'cut'>;
}

/** One part of a chunk; `thought` marks what is not meant for readers. */
export interface Part {
  text?: string;
  thought?: boolean;
  [field: string]: unknown;
}

/** One event of the stream, before it becomes `GenerateContentResponse` JSON. */
export interface StreamChunk {
  parts?: Part[];
  finishReason?: string;
  usage?: { promptTokenCount?: number; candidatesTokenCount?: number; thoughtsTokenCount?: number };
  /** A refused question: such an event has no candidates. */
  promptFeedback?: { blockReason: string };
}

/** One request under way, as a behaviour sees it. Everything may be called after the client has gone: it does nothing then. */
export interface Exchange {
  readonly request: GeminiRequest;
  /** True once the connection is closed, by whomever. */
  readonly closed: boolean;
  /** Writes one event of the stream; the first one sends the headers. */
  chunk(chunk: StreamChunk): void;
  /** Writes an event with this value as its data. */
  event(value: unknown): void;
  /** Writes bytes (or UTF-8 text) into the stream as they are. */
  raw(bytes: Uint8Array | string): void;
  /** Sends the headers of the stream, with these besides the usual ones; status 200 unless another is given. */
  begin(headers: Record<string, string>, status?: number): void;
  /** Resolves as soon as more can be written without piling up here, or the connection is closed. */
  drained(): Promise<void>;
  /** Ends the stream in order. */
  end(): void;
  /** Destroys the socket. */
  cut(): void;
  /** Destroys the socket so that the client gets an error (RST); what it has not read by then is lost. */
  reset(): void;
  /** Answers with a status and a JSON body instead of a stream. */
  fail(status: number, body: unknown): void;
  /** Resolves `ms` milliseconds later (0: after pending input and output), or as soon as the connection is closed. */
  pause(ms: number): Promise<void>;
}

/** What the stand-in does with one `streamGenerateContent` request; ready ones are in `gemini-replies.ts`. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

/** @param cut destroys the socket and remembers that it was not the client. */
export function createExchange(request: GeminiRequest, res: ServerResponse, cut: () => void): Exchange {
  const responseId = `stand-in-${Math.random().toString(36).slice(2, 12)}`;

  const begin = (headers: Record<string, string> = {}, status = 200): void => {
    if (res.destroyed || res.headersSent) return;
    res.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
    // Without this, small writes may wait for each other and pieces arrive joined.
    res.socket?.setNoDelay(true);
    res.flushHeaders();
  };
  const raw = (bytes: Uint8Array | string): void => {
    begin();
    if (!res.destroyed) res.write(bytes);
  };
  const event = (value: unknown): void => {
    // Google's JSON has no raw line separators, and some readers of events would trip over them.
    const json = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    raw(`data: ${json}\r\n\r\n`);
  };

  return {
    request,
    get closed() {
      return res.destroyed;
    },
    chunk({ parts, finishReason, usage, promptFeedback }) {
      const candidate = {
        ...(parts ? { content: { parts, role: 'model' } } : {}),
        ...(finishReason === undefined ? {} : { finishReason }),
        index: 0,
      };
      event({
        ...(promptFeedback ? { promptFeedback } : { candidates: [candidate] }),
        usageMetadata: { promptTokenCount: 1, totalTokenCount: 1, ...usage },
        modelVersion: request.model,
        responseId,
      });
    },
    event,
    raw,
    begin,
    drained: () =>
      new Promise((resolve) => {
        if (res.destroyed || !res.writableNeedDrain) return resolve();
        const done = (): void => {
          res.off('close', done).off('drain', done);
          resolve();
        };
        res.on('close', done).on('drain', done);
      }),
    end: () => void (res.destroyed || res.end()),
    cut,
    reset: () => {
      res.socket?.resetAndDestroy();
      cut();
    },
    fail(status, body) {
      if (res.destroyed) return;
      res.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
      res.end(JSON.stringify(body, null, 2));
    },
    pause: (ms) =>
      new Promise((resolve) => {
        if (res.destroyed) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          res.off('close', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        res.on('close', done);
      }),
  };
}
