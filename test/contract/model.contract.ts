import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { Model, ModelEvent } from '../../server/core/ports/model.ts';
import { question, readModel } from '../support/read-model.ts';

/** A model and what moves it: time, or the other end of a network. */
export interface ModelRig {
  model: Model;
  /** Lets the generation go on until `settled` is; for a model on a fake clock that means moving it. */
  drive: <Value>(settled: Promise<Value>) => Promise<Value>;
  /** Resolves once the generation behind the newest stream has stopped for good; never if it goes on. */
  stopped: () => Promise<void>;
  /** How many generations were started so far, as the other end knows. */
  started: () => Promise<number>;
  close: () => Promise<void>;
}

/**
 * What every model must do. `rig` builds a fresh one that answers every question with several pieces of text and repeats
 * it; its answer to "something long" does not end before it is stopped.
 */
export function describeModel(name: string, rig: () => Promise<ModelRig>): void {
  const within = async (check: (rig: ModelRig) => Promise<void>): Promise<void> => {
    const fresh = await rig();
    try {
      await check(fresh);
    } finally {
      await fresh.close();
    }
  };

  test(`[MODEL1] ${name}: a stream is text in pieces, then exactly one finish, then nothing`, () =>
    within(async ({ model, drive }) => {
      const { events, finishes, error } = await drive(
        readModel(model.stream(question('hello'), new AbortController().signal)),
      );
      expect(error).toBeUndefined();
      expect(finishes).toEqual([expect.objectContaining({ reason: 'complete' })]);
      expect(events.at(-1)?.type).toBe('finish');
      const pieces = events.slice(0, -1);
      expect(pieces.length).toBeGreaterThan(3);
      for (const piece of pieces) expect(piece).toEqual({ type: 'text', text: expect.stringMatching(/./s) });
    }));

  test(`[MODEL2] ${name}: with a signal that is aborted before, nothing is generated at all`, () =>
    within(async ({ model, started }) => {
      const { events, error } = await readModel(model.stream(question('hello'), AbortSignal.abort()));
      expect(events).toEqual([]);
      expect(error).toBeDefined();
      expect(await started()).toBe(0);
    }));

  test(`[MODEL2] ${name}: an abort before the first piece ends the stream at once`, () =>
    within(async ({ model, stopped, drive }) => {
      const stop = new AbortController();
      const reading = readModel(model.stream(question('something long'), stop.signal));
      stop.abort();
      const { events, error } = await reading;
      expect(events).toEqual([]);
      expect(error).toBeDefined();
      await expect(drive(stopped())).resolves.toBeUndefined();
    }));

  test(`[MODEL2] ${name}: an abort between pieces ends the stream at once, without a finish, and the generation with it`, () =>
    within(async ({ model, stopped, drive }) => {
      const stop = new AbortController();
      const stream = model.stream(question('something long'), stop.signal)[Symbol.asyncIterator]();
      expect(await drive(stream.next())).toMatchObject({ value: { type: 'text' } });
      const next = stream.next();
      stop.abort();
      // Something may have arrived already; what counts is that nothing is waited for.
      const rest: ModelEvent[] = [];
      const ended = (async () => {
        for (let step = await next; !step.done; step = await stream.next()) rest.push(step.value);
      })();
      await expect(ended).rejects.toBeDefined();
      expect(rest.filter((event) => event.type === 'finish')).toEqual([]);
      await expect(drive(stopped())).resolves.toBeUndefined();
    }));

  test(`[MODEL2] ${name}: an abort while the reader is busy ends the stream when it comes back`, () =>
    within(async ({ model, stopped, drive }) => {
      const stop = new AbortController();
      const stream = model.stream(question('something long'), stop.signal)[Symbol.asyncIterator]();
      expect(await drive(stream.next())).toMatchObject({ value: { type: 'text' } });
      stop.abort();
      await expect(stream.next()).rejects.toBeDefined();
      expect(await stream.next()).toMatchObject({ done: true });
      await expect(drive(stopped())).resolves.toBeUndefined();
    }));

  test(`[MODEL3] ${name}: leaving the loop stops the generation`, () =>
    within(async ({ model, stopped, drive }) => {
      const leave = async (): Promise<void> => {
        for await (const _ of model.stream(question('something long'), new AbortController().signal)) break;
      };
      await drive(leave());
      await expect(drive(stopped())).resolves.toBeUndefined();
    }));

  test(`[MODEL1] ${name}: streams that run side by side do not touch each other`, () =>
    within(async ({ model, drive }) => {
      const stop = new AbortController();
      const streams = ['one', 'two', 'three'].map((text, at) =>
        readModel(model.stream(question(text), at === 1 ? stop.signal : new AbortController().signal)),
      );
      stop.abort();
      const [one, two, three] = await drive(Promise.all(streams));
      expect(two?.error).toBeDefined();
      for (const reading of [one, three]) {
        expect(reading?.error).toBeUndefined();
        expect(reading?.finishes).toHaveLength(1);
      }
      expect(one?.text).toContain('one');
      expect(three?.text).toContain('three');
      expect(one?.text).not.toContain('three');
    }));

  test(`[MODEL2] ${name}: a signal that outlives its stream keeps no listener of it`, () =>
    within(async ({ model, drive }) => {
      const { signal } = new AbortController();
      await drive(readModel(model.stream(question('hello'), signal)));
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    }));
}
