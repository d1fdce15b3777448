import { expect, test } from 'vitest';
import { enqueue, requeue, refuse } from '../../../renderer/state/outbox.ts';

test('[CLIENT18] the times of entries grow even within one millisecond, and when the clock is set back', () => {
  const first = enqueue([], { client_id: 'a', chat_id: 1, content: 'one' }, 1_000);
  const second = enqueue(first, { client_id: 'b', chat_id: 1, content: 'two' }, 1_000);
  const third = enqueue(second, { client_id: 'c', chat_id: 1, content: 'three' }, 500);
  expect(third.map((entry) => Date.parse(entry.created_at))).toEqual([1_000, 1_001, 1_002]);
  const again = requeue(refuse(third, 'a', 'No.', 'invalid'), 'a', 500);
  expect(again.map((entry) => [entry.client_id, Date.parse(entry.created_at)])).toEqual([
    ['b', 1_001],
    ['c', 1_002],
    ['a', 1_003],
  ]);
});
