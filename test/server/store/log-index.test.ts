import { expect, test } from 'vitest';
import { LogIndex } from '../../../server/store/json/log-index.ts';
import { SEGMENT } from '../../../server/store/json/log-segment.ts';

/** Ids with gaps, and every third message without a key; some keys are shared. */
const COUNT = SEGMENT * 2 + 10;
const idOf = (ordinal: number) => ordinal * 3 + 5;
const hashOf = (ordinal: number) => (ordinal % 3 === 0 ? 0 : 1 + (ordinal % (COUNT / 2)));
const lengthOf = (ordinal: number) => 100 + (ordinal % 7);

function filled(): LogIndex {
  const index = new LogIndex();
  for (let i = 0; i < COUNT; i++) index.add(idOf(i), i * 200, lengthOf(i), hashOf(i));
  return index;
}

/** Where one segment ends and the next one starts, and the ends of all. */
const corners = [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, SEGMENT * 2 - 1, SEGMENT * 2, COUNT - 1];

test('[STORE8] in a long log every message is found by its id, its place and its key', () => {
  const index = filled();
  expect(index.count).toBe(COUNT);
  expect(index.lastId).toBe(idOf(COUNT - 1));
  const { offsets, lengths } = index.places();
  for (const i of corners) {
    expect(index.find(idOf(i))).toBe(i);
    expect(index.find(idOf(i) + 1)).toBe(-1);
    expect(index.idAt(i)).toBe(idOf(i));
    expect(index.placeAt(i)).toEqual({ offset: i * 200, length: lengthOf(i) });
    expect([offsets[i], lengths[i]]).toEqual([i * 200, lengthOf(i)]);
    const sharing = Array.from({ length: COUNT }, (_, at) => at).filter(
      (at) => hashOf(at) !== 0 && hashOf(at) === hashOf(i),
    );
    expect(index.candidates(hashOf(i))).toEqual(sharing);
  }
});

test('[STORE9] in a long log a page reaches over every seam, in both directions', () => {
  const index = filled();
  const run = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  for (const i of corners) {
    expect(index.page({ limit: 5, before: idOf(i) })).toEqual(run(Math.max(0, i - 5), i));
    expect(index.page({ limit: 5, before: idOf(i) + 1 })).toEqual(run(Math.max(0, i - 4), i + 1));
    expect(index.page({ limit: 5, after: idOf(i) })).toEqual(run(i + 1, Math.min(COUNT, i + 6)));
    expect(index.page({ limit: 5, after: idOf(i) - 1 })).toEqual(run(i, Math.min(COUNT, i + 5)));
  }
  expect(index.page({ limit: 3 })).toEqual(run(COUNT - 3, COUNT));
});

test('[STORE12] in a long log a line that moved is found where it is now, and one that was taken out is not found', () => {
  const index = filled();
  const before = index.liveBytes;
  index.move(SEGMENT, { offset: 1, length: lengthOf(SEGMENT) + 20 });
  index.move(SEGMENT + 1, { offset: 7, length: 0 });
  expect(index.placeAt(SEGMENT)).toEqual({ offset: 1, length: lengthOf(SEGMENT) + 20 });
  expect(index.find(idOf(SEGMENT + 1))).toBe(-1);
  expect(index.candidates(hashOf(SEGMENT + 1))).not.toContain(SEGMENT + 1);
  expect(index.page({ limit: 2, after: idOf(SEGMENT) })).toEqual([SEGMENT + 2, SEGMENT + 3]);
  expect(index.liveBytes).toBe(before + 20 - lengthOf(SEGMENT + 1));
});
