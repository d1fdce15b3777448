import type { Behaviour, Exchange, Part, StreamChunk } from './gemini-exchange.ts';
import { apiRefusal, keyInvalid, keySuspended, modelNotFound, quotaExceeded } from './gemini-refusals.ts';
import type { ApiRefusal, QuotaRefusal } from './gemini-refusals.ts';

/** A short markdown answer that repeats the question, in a quotation. */
export function plausibleReply(question: string): string {
  const line = question.replace(/\s+/g, ' ').slice(0, 200);
  return `You asked:\n\n> ${line}\n\nHere is **an answer** in a few words, with a list:\n\n- one\n- two\n\nAsk me more.`;
}

/** Cuts a text into pieces of about `size` code points, as models send them. */
function piecesOf(text: string, size: number): string[] {
  const points = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < points.length; at += size) pieces.push(points.slice(at, at + size).join(''));
  return pieces;
}

export interface ReplyOptions {
  /** Code points per chunk; default 12. */
  size?: number;
  /** Milliseconds between chunks; default none. */
  everyMs?: number;
  /** Default `STOP`. */
  finishReason?: string;
}

/** Streams a text; an array gives the chunks one by one. The last event has an empty text and the finish reason, as real ones do. */
export function reply(text: string | string[], options: ReplyOptions = {}): Behaviour {
  const { size = 12, everyMs, finishReason = 'STOP' } = options;
  return async (exchange) => {
    const pieces = typeof text === 'string' ? piecesOf(text, size) : text;
    for (const piece of pieces) {
      if (exchange.closed) return;
      exchange.chunk({ parts: [{ text: piece }] });
      if (everyMs !== undefined) await exchange.pause(everyMs);
    }
    exchange.chunk({
      parts: [{ text: '' }],
      finishReason,
      usage: { promptTokenCount: 7, candidatesTokenCount: pieces.length },
    });
    exchange.end();
  };
}

/** Streams exactly these events and ends; for what `reply` has no option for. */
export function chunks(...events: (StreamChunk | { event: unknown } | { raw: string | Uint8Array })[]): Behaviour {
  return (exchange) => {
    for (const event of events) {
      if ('event' in event) exchange.event(event.event);
      else if ('raw' in event) exchange.raw(event.raw);
      else exchange.chunk(event);
    }
    exchange.end();
  };
}

/** A chunk of these parts. */
export const parts = (...list: Part[]): StreamChunk => ({ parts: list });

/** A reply that the test writes itself, word by word. For one request. */
export interface Hand {
  readonly behaviour: Behaviour;
  /** Resolves once the request is here. What is sent before that waits for it. */
  readonly asked: Promise<Exchange>;
  /** Resolves once the client hung up; never if it did not. */
  readonly aborted: Promise<void>;
  send(text: string): void;
  /** Ends the reply in order; default reason `STOP`. */
  finish(finishReason?: string): void;
  /** Destroys the socket. */
  cut(): void;
}

export function byHand(): Hand {
  let arrive!: (exchange: Exchange) => void;
  let hangUp!: () => void;
  const asked = new Promise<Exchange>((resolve) => (arrive = resolve));
  const aborted = new Promise<void>((resolve) => (hangUp = resolve));
  const then = (act: (exchange: Exchange) => void): void => void asked.then(act);
  return {
    asked,
    aborted,
    behaviour: async (exchange) => {
      arrive(exchange);
      if ((await exchange.request.ended) === 'aborted') hangUp();
    },
    send: (text) => then((exchange) => exchange.chunk({ parts: [{ text }] })),
    finish: (finishReason = 'STOP') =>
      then((exchange) => {
        exchange.chunk({ parts: [{ text: '' }], finishReason });
        exchange.end();
      }),
    cut: () => then((exchange) => exchange.cut()),
  };
}

function refusing({ status, body }: ApiRefusal): Behaviour {
  return (exchange) => exchange.fail(status, body);
}

/** Everything that is known to go wrong, each as a behaviour. */
export const fail = {
  quota: (quota: QuotaRefusal = {}) => refusing(quotaExceeded(quota)),
  keyInvalid: (message?: string) => refusing(keyInvalid(message)),
  keySuspended: (key: string) => refusing(keySuspended(key)),
  modelNotFound: (model: string) => refusing(modelNotFound(model)),
  forbidden: () => refusing(apiRefusal(403, 'PERMISSION_DENIED', 'Your project has been denied access.')),
  location: () => refusing(apiRefusal(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.')),
  tooLong: () =>
    refusing(
      apiRefusal(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
    ),
  internal: () =>
    refusing(apiRefusal(500, 'INTERNAL', 'An internal error has occurred. Please retry or report in the forum.')),
  overloaded: () => refusing(apiRefusal(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.')),
  /** A status with a page instead of JSON, as proxies send it. */
  page:
    (status: number): Behaviour =>
    (exchange) =>
      exchange.fail(status, '<html>'),

  /** Neither headers nor anything else, until the client hangs up. */
  silence: (): Behaviour => () => undefined,
  /** Some text, then nothing until the client hangs up. */
  silenceAfter:
    (text: string): Behaviour =>
    (exchange) =>
      exchange.chunk({ parts: [{ text }] }),
  /** Some text, then a clean end without a finish reason. */
  endAfter: (text: string): Behaviour => chunks(parts({ text })),
  /** Some text, then an error as an event of the stream. */
  errorAfter: (text: string, status = 503): Behaviour =>
    chunks(...(text === '' ? [] : [parts({ text })]), { event: midStream(status) }),
  /** Some text, then an error without the form of an event, as it has been seen on the real wire. */
  bareErrorAfter: (text: string): Behaviour =>
    chunks(parts({ text }), { raw: `${JSON.stringify(midStream(503), null, 2)}\n` }),
  /** The question is refused: no candidates at all. */
  promptBlocked: (blockReason: string): Behaviour => chunks({ promptFeedback: { blockReason } }),
};

function midStream(status: number): unknown {
  return apiRefusal(status, 'UNAVAILABLE', 'The model is overloaded. Please try again later.').body;
}
