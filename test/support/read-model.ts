import type { ModelContent, ModelEvent, ModelRequest } from '../../server/core/ports/model.ts';

/** What one stream of a model gave until it ended, in whichever way. */
export interface Reading {
  events: ModelEvent[];
  /** All text, joined. */
  text: string;
  finishes: Extract<ModelEvent, { type: 'finish' }>[];
  /** What it threw; undefined where it ended in order. */
  error: unknown;
}

/** Reads a model's stream to its end and never rejects. */
export async function readModel(stream: AsyncIterable<ModelEvent>): Promise<Reading> {
  const events: ModelEvent[] = [];
  let error: unknown;
  try {
    for await (const event of stream) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return {
    events,
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    finishes: events.filter((event) => event.type === 'finish'),
    error,
  };
}

/** A request with one question. */
export function question(text: string): ModelRequest {
  return { system: 'You are a bot.', contents: [{ role: 'user', parts: [{ text }] }] };
}

/** The texts of a content's parts, without its files. */
export function textsOf(content: ModelContent | undefined): string[] {
  return (content?.parts ?? []).flatMap((part) => ('text' in part ? part.text : []));
}
