import type { GenerateContentStreamResult } from '@google/generative-ai';
import type { Clock } from '../../core/ports/clock.ts';
import type { ModelEvent, ModelUsage } from '../../core/ports/model.ts';
import { Timeout, waitFor } from '../wait.ts';
import { ApiError } from './api-error.ts';
import { isObject, readChunk } from './chunk.ts';
import { finish, type Ending } from './ending.ts';
import { PlainText } from './plain-text.ts';

/** How long to wait for Gemini, in milliseconds. */
export interface Patience {
  /** From the request to the first chunk; some models think long before it. */
  firstChunkMs: number;
  /** From one chunk to the next. */
  nextChunkMs: number;
}

/** After the chunk with the finish reason nothing of interest follows; a connection that stays open is not waited for. */
const AFTER_FINISH_MS = 2000;

/**
 * Streams one reply, without retries. The request is aborted however the iteration ends: by its own end, a failure, an
 * abort of `signal`, or the reader leaving the loop.
 * @param request sends it; the SDK's promise of the whole response is not used (it puts the parts together wrongly).
 * @param used told of the tokens that it took, however it ended, where Gemini said.
 * @throws ModelError, ApiError, Timeout, the signal's reason, or what the SDK throws.
 */
export async function* readReply(
  request: (signal: AbortSignal) => Promise<GenerateContentStreamResult>,
  patience: Patience,
  clock: Clock,
  signal: AbortSignal,
  used: (usage: ModelUsage) => void,
): AsyncGenerator<ModelEvent, void, undefined> {
  const download = new AbortController();
  const giveUpAt = clock.elapsed() + patience.firstChunkMs;
  const ending: Ending = { hasText: false };
  const plainText = new PlainText();
  let begun = false;
  const isOver = (): boolean => ending.finishReason !== undefined || ending.blockReason !== undefined;
  const nextWithin = (): number => {
    if (isOver()) return Math.min(AFTER_FINISH_MS, patience.nextChunkMs);
    return begun ? patience.nextChunkMs : Math.max(0, giveUpAt - clock.elapsed());
  };

  try {
    const sent = request(download.signal).then(({ stream, response }) => {
      // It rejects with every failure of the stream, and nobody else looks at it.
      response.catch(() => undefined);
      return stream[Symbol.asyncIterator]();
    });
    const chunks = await waitFor(sent, clock, patience.firstChunkMs, signal);
    for (;;) {
      let next;
      try {
        next = await waitFor(chunks.next(), clock, nextWithin(), signal);
      } catch (error) {
        if (!signal.aborted && isOver() && isBreak(error)) break;
        throw error instanceof Timeout && !begun ? new Timeout(patience.firstChunkMs) : error;
      }
      if (next.done) break;
      begun = true;
      const { text, error, ...rest } = readChunk(next.value);
      empty(next.value);
      if (error) throw new ApiError(error.status, error.message, error.details);
      // Older models say STOP in every chunk, so only the end of the stream is the end of the reply.
      Object.assign(ending, rest);
      const whole = plainText.take(text);
      if (whole === '') continue;
      ending.hasText ||= whole.trim() !== '';
      yield { type: 'text', text: whole };
    }
    yield finish(ending);
  } finally {
    download.abort();
    if (ending.usage) used(ending.usage);
  }
}

/** The SDK keeps every chunk until the last has come. What is in them is 30 times as much as what people read of it. */
function empty(chunk: unknown): void {
  if (isObject(chunk)) for (const field of Object.keys(chunk)) chunk[field] = undefined;
}

/** The connection ended or went silent, as opposed to carrying something wrong. */
function isBreak(error: unknown): boolean {
  return (
    error instanceof Timeout || (error instanceof Error && error.message.includes('Error reading from the stream'))
  );
}
