import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Cork, type Outlet } from '../../../server/gateway/cork.ts';

const payload = (text: string) => Buffer.from(text);
const frame = (text: string) => Buffer.concat([Buffer.from([0x81, text.length]), payload(text)]);

function createOutlet() {
  const pieces: Uint8Array[] = [];
  return { pieces, write: (bytes: Uint8Array) => void pieces.push(bytes) } satisfies Outlet & { pieces: Uint8Array[] };
}

test('[WS7] what is written in one turn of the event loop leaves together', async () => {
  const cork = new Cork();
  const outlet = createOutlet();
  for (const text of ['a', 'bc', 'd']) cork.hold(outlet, payload(text));
  expect(outlet.pieces).toEqual([]);
  await setImmediate();
  expect(outlet.pieces).toEqual([Buffer.concat([frame('a'), frame('bc'), frame('d')])]);
  cork.hold(outlet, payload('e'));
  await setImmediate();
  expect(outlet.pieces.slice(1)).toEqual([frame('e')]);
});

test('those who are sent the same share one piece, and nobody gets what is not theirs', async () => {
  const cork = new Cork();
  const room = [createOutlet(), createOutlet(), createOutlet()];
  const [first, sender, last] = room;
  const [message, news] = [payload('message'), payload('news')];
  for (const outlet of room) cork.hold(outlet, message);
  cork.hold(sender!, payload('to you only'));
  for (const outlet of room) cork.hold(outlet, news);
  await setImmediate();
  const toAll = Buffer.concat([frame('message'), frame('news')]);
  expect(first!.pieces).toEqual([toAll]);
  expect(last!.pieces).toEqual([toAll]);
  expect(sender!.pieces).toEqual([Buffer.concat([frame('message'), frame('to you only'), frame('news')])]);

  for (const outlet of room) cork.hold(outlet, message);
  await setImmediate();
  expect(sender!.pieces[1]).toBe(first!.pieces[1]);
  expect(last!.pieces[1]).toBe(first!.pieces[1]);
});

test('what must not wait leaves before the rest, once', async () => {
  const cork = new Cork();
  const [goes, stays] = [createOutlet(), createOutlet()];
  for (const outlet of [goes, stays]) cork.hold(outlet, payload('bye'));
  cork.flush(goes);
  cork.flush(goes);
  expect([goes.pieces, stays.pieces]).toEqual([[frame('bye')], []]);
  await setImmediate();
  expect([goes.pieces, stays.pieces]).toEqual([[frame('bye')], [frame('bye')]]);
});

test.each([
  [0, [0x81, 0]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 0xff, 0xff]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('a payload of %i bytes is announced as WebSocket frames are', async (length, header) => {
  const cork = new Cork();
  const outlet = createOutlet();
  cork.hold(outlet, Buffer.alloc(length));
  await setImmediate();
  expect(outlet.pieces).toEqual([Buffer.concat([Buffer.from(header), Buffer.alloc(length)])]);
});
