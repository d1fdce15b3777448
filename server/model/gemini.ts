import { GoogleGenerativeAI, type GenerateContentStreamResult, type Part } from '@google/generative-ai';
import type { Clock } from '../core/ports/clock.ts';
import { noMetrics, type Metrics } from '../core/ports/metrics.ts';
import {
  ModelError,
  type Model,
  type ModelEvent,
  type ModelPart,
  type ModelRequest,
  type ModelUsage,
} from '../core/ports/model.ts';
import { withBoundedFetch } from './gemini/bounded-fetch.ts';
import type { Failure } from './gemini/failure.ts';
import { readFailure, redact } from './gemini/read-failure.ts';
import { readReply } from './gemini/reply.ts';
import { wait } from './wait.ts';

export interface GeminiOptions {
  /** Never looked at here: what Google accepts is Google's to say. */
  apiKey: string;
  /** Such as `gemini-flash-latest`; asked for at each question. */
  model: () => string;
  clock: Clock;
  metrics?: Metrics | undefined;
  /** Another endpoint that speaks the same API, without a version: `https://host`. */
  baseUrl?: string | undefined;
  /** Milliseconds from the request to the first chunk; models may think long before it. Default 60,000. */
  firstChunkTimeoutMs?: number;
  /** Milliseconds from one chunk to the next. Default 30,000. */
  idleTimeoutMs?: number;
  /** Where Google asks to come back later than in this many milliseconds, people are told instead. Default 30,000. */
  maxRetryDelayMs?: number;
  /** A number from 0 up to 1, for the jitter of retries. */
  random?: () => number;
}

/** Further tries after faults of Google's that pass quickly. */
const RETRIES = 2;
/** Before the first retry, halved at most by jitter, in milliseconds; doubled before the second. */
const BACKOFF_MS = 1000;
/** Spreads out those who were all told to come back at the same time. */
const SPREAD_MS = 500;

/**
 * Gemini through `@google/generative-ai` and the v1beta REST API. What fails before any text came is tried again where
 * that makes sense: a fault of Google's twice, a quota once, after the time that Google names.
 */
export function createGemini(options: GeminiOptions): Model {
  const { apiKey, model, clock, metrics = noMetrics, random = Math.random } = options;
  const { firstChunkTimeoutMs = 60_000, idleTimeoutMs = 30_000, maxRetryDelayMs = 30_000 } = options;
  const patience = { firstChunkMs: firstChunkTimeoutMs, nextChunkMs: idleTimeoutMs };
  const sdk = new GoogleGenerativeAI(apiKey);
  const endpoint = {
    apiVersion: 'v1beta',
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl.replace(/\/+$/, '') }),
  };

  async function send(request: ModelRequest, signal: AbortSignal): Promise<GenerateContentStreamResult> {
    const instructions = request.system === '' ? {} : { systemInstruction: request.system };
    const contents = request.contents.map(({ role, parts }) => ({ role, parts: parts.map(asPart) }));
    const generative = sdk.getGenerativeModel({ model: model(), ...instructions }, endpoint);
    return withBoundedFetch(() => generative.generateContentStream({ contents }, { signal }));
  }

  /** Milliseconds to wait before the next try; undefined where there should be none. */
  function retryIn(failure: Failure, tries: { transient: number; quota: number }): number | undefined {
    if (failure.transient && tries.transient < RETRIES) {
      return Math.round(BACKOFF_MS * 2 ** tries.transient++ * (1 - random() / 2));
    }
    const { retryAfterMs } = failure;
    if (retryAfterMs !== undefined && retryAfterMs <= maxRetryDelayMs && tries.quota++ === 0) {
      return retryAfterMs + Math.round(SPREAD_MS * random());
    }
    return undefined;
  }

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const tries = { transient: 0, quota: 0 };
    for (;;) {
      // The SDK would send the request all the same.
      signal.throwIfAborted();
      let begun = false;
      try {
        const used = (usage: ModelUsage) => metrics.modelUsed(usage);
        for await (const event of readReply((abort) => send(request, abort), patience, clock, signal, used)) {
          begun = true;
          yield event;
        }
        return;
      } catch (error) {
        signal.throwIfAborted();
        const failure = readFailure(error, { apiKey, model: model() });
        metrics.modelFailed(failure.kind);
        const delay = begun ? undefined : retryIn(failure, tries);
        if (delay === undefined) throw new ModelError(failure.sentence, { cause: technical(error, apiKey) });
        await wait(clock, delay, signal);
      }
    }
  }

  return {
    kind: 'gemini',
    get name() {
      return model();
    },
    stream,
  };
}

/** Names are in the text already: the API takes none with a file's bytes. */
function asPart(part: ModelPart): Part {
  if ('text' in part) return part;
  const { buffer, byteOffset, byteLength } = part.data;
  return { inlineData: { mimeType: part.type, data: Buffer.from(buffer, byteOffset, byteLength).toString('base64') } };
}

/** For the log: what was thrown, without the key and without what people or the model wrote. */
function technical(error: unknown, apiKey: string): string {
  if (!(error instanceof Error)) return typeof error;
  // Of a chunk that is not JSON, the SDK quotes all of it.
  const message = error.message.replace(/(Error parsing JSON response).*/s, '$1');
  return redact(`${error.name}: ${message}`, apiKey).slice(0, 1000);
}
