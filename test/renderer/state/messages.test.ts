import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChunkFrame, CompletionFrame } from '../../../server/protocol/frames.ts';
import { merge, withChunk, withCompletion, withMessageFrame } from '../../../renderer/state/messages.ts';
import { aMessage } from '../support/backend.ts';

const stream = { type: 'bot_stream', chat_id: 1, message_id: 7, username: 'Gemini' } as const;
const chunk = (offset: number, text: string): ChunkFrame => ({ ...stream, is_complete: false, offset, chunk: text });
const completion = (text: string): CompletionFrame => ({
  ...stream,
  is_complete: true,
  offset: text.length,
  chunk: '',
  full_response: text,
  status: 'complete',
});

describe('a running reply', () => {
  test('starts with its chunk at offset 0 and grows', () => {
    const started = withChunk([], { ...chunk(0, 'Hel'), asked_by: 'bob', reply_to: 6 }, 0);
    expect(started).toMatchObject([{ id: 7, content: 'Hel', status: 'streaming', asked_by: 'bob', reply_to: 6 }]);
    expect(withChunk(started, chunk(3, 'lo'), 0)).toMatchObject([{ content: 'Hello' }]);
  });

  test('[CLIENT1] a chunk is put at its offset, and ignored where the text before it is missing', () => {
    const known = withChunk([], chunk(0, 'Hello'), 0);
    expect(withChunk(known, chunk(3, 'p!'), 0)).toMatchObject([{ content: 'Help!' }]);
    expect(withChunk(known, chunk(6, 'late'), 0)).toBe(known);
  });

  test('[CLIENT1] what is there already does not shrink by a catch-up or a double', () => {
    const known = withChunk([], chunk(0, 'Hello'), 0);
    expect(withChunk(known, chunk(0, 'Hel'), 0)).toBe(known);
    expect(withChunk(known, chunk(2, 'l'), 0)).toBe(known);
  });

  test('a chunk from the middle of an unknown reply waits for the catch-up', () => {
    expect(withChunk([], chunk(3, 'lo'), 0)).toEqual([]);
  });

  test('[CLIENT2] a completion gives the whole text, its status and the reason, also to one that was never seen', () => {
    const ending: CompletionFrame = { ...completion('Hello'), status: 'stopped', detail: 'Stopped by bob.' };
    const expected = [{ content: 'Hello', status: 'stopped', detail: 'Stopped by bob.' }];
    expect(withCompletion(withChunk([], chunk(0, 'He'), 0), ending, 0)).toMatchObject(expected);
    expect(withCompletion([], ending, 0)).toMatchObject(expected);
  });

  test('[CLIENT2] any order of chunks, doubles and late ones around the completion ends in the whole text', () => {
    const deliveries = fc
      .array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
      .chain((parts) => {
        const text = parts.join('');
        const offsets = parts.map((_, index) => parts.slice(0, index).join('').length);
        const frames: (ChunkFrame | CompletionFrame)[] = [
          ...parts.map((part, index) => chunk(offsets[index]!, part)),
          ...offsets.map((offset) => chunk(0, text.slice(0, offset))),
          completion(text),
        ];
        const all = fc.shuffledSubarray(frames, { minLength: frames.length });
        return fc.tuple(fc.constant(text), all, fc.array(fc.constantFrom(...frames), { maxLength: 10 }));
      });
    fc.assert(
      fc.property(deliveries, ([text, all, doubles]) => {
        const end = [...all, ...doubles].reduce(
          (messages, frame) => (frame.is_complete ? withCompletion(messages, frame, 0) : withChunk(messages, frame, 0)),
          [] as ReturnType<typeof withChunk>,
        );
        expect(end).toMatchObject([{ content: text, status: 'complete' }]);
      }),
    );
  });

  test('[CLIENT1] chunks in order, each any number of times, with catch-ups between, give the whole text without a completion', () => {
    const parts = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 3 }), fc.boolean()));
    fc.assert(
      fc.property(parts, (pieces) => {
        let text = '';
        let messages: ReturnType<typeof withChunk> = [];
        for (const [piece, times, isCaughtUp] of pieces) {
          for (let time = 0; time < times; time++) messages = withChunk(messages, chunk(text.length, piece), 0);
          text += piece;
          if (isCaughtUp) messages = withChunk(messages, chunk(0, text), 0);
        }
        expect(messages.at(-1)?.content ?? '').toBe(text);
      }),
    );
  });
});

describe('messages that were fetched', () => {
  test('[CLIENT3] are sorted by id, without doubles, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 30 }))), (pages) => {
        const ids = pages
          .reduce(
            (known, page) =>
              merge(
                known,
                page.map((id) => aMessage(id)),
              ),
            [] as ReturnType<typeof merge>,
          )
          .map((message) => message.id);
        expect(ids).toEqual([...new Set(pages.flat())].toSorted((a, b) => a - b));
      }),
    );
  });

  test('[CLIENT4] what did not change keeps its identity', () => {
    const known = merge([], [aMessage(1), aMessage(2)]);
    expect(merge(known, [aMessage(1), aMessage(2)])).toBe(known);
    const changed = merge(known, [aMessage(2, { content: 'edited' })]);
    expect(changed[0]).toBe(known[0]);
    expect(changed[1]?.content).toBe('edited');
  });

  test('[CLIENT5] a late answer does not make a finished reply run again, nor take a running one back', () => {
    const finished = [aMessage(7, { content: 'whole', is_bot: true })];
    expect(merge(finished, [aMessage(7, { content: 'wh', is_bot: true, status: 'streaming' })])).toBe(finished);
    const running = [aMessage(7, { content: 'who', status: 'streaming' })];
    expect(merge(running, [aMessage(7, { content: 'wh', status: 'streaming' })])).toBe(running);
    expect(merge(running, [aMessage(7, { content: 'whole', status: 'streaming' })])[0]?.content).toBe('whole');
    expect(merge(running, [aMessage(7, { content: 'whole', status: 'interrupted' })])[0]?.status).toBe('interrupted');
  });

  test('a repeated echo changes nothing', () => {
    const frame = { type: 'message', chat_id: 1, message_id: 3, user_id: 2, username: 'bob', is_bot: false } as const;
    const known = withMessageFrame([], { ...frame, content: 'hi', created_at: '2026-01-01T00:00:00.000Z' });
    expect(known).toMatchObject([{ id: 3, content: 'hi', status: 'complete' }]);
    expect(withMessageFrame(known, { ...frame, content: 'hi', created_at: '2026-01-01T00:00:00.000Z' })).toBe(known);
  });
});
