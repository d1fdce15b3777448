import type { Clock } from '../core/ports/clock.ts';
import type { Model, ModelEvent, ModelRequest } from '../core/ports/model.ts';
import { demoText } from './demo/text.ts';
import { wait } from './wait.ts';

export interface DemoOptions {
  clock: Clock;
  /** Milliseconds between two pieces of text. Default 40: some 3 to 4 seconds for an answer, 20 for a long one. */
  everyMs?: number;
}

/** Code points in one piece, about as many as Gemini sends in one. */
const PIECE = 12;
/** Before the first piece, in milliseconds, as if it thought. */
const THINKING_MS = 400;

/** A text in pieces that break no character in two. */
function piecesOf(text: string): string[] {
  const points = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < points.length; at += PIECE) pieces.push(points.slice(at, at + PIECE).join(''));
  return pieces;
}

/**
 * Answers where no key is set: it knows nothing, says so and how to add a key, and shows everything that an answer can
 * look like. A question with the word "long" gets an answer that takes about 20 seconds.
 */
export function createDemo({ clock, everyMs = 40 }: DemoOptions): Model {
  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    await wait(clock, THINKING_MS, signal);
    for (const text of piecesOf(demoText(request))) {
      yield { type: 'text', text };
      await wait(clock, everyMs, signal);
    }
    yield { type: 'finish', reason: 'complete' };
  }
  return { kind: 'demo', name: 'demo', stream };
}
