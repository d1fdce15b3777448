import type { ServerFrame } from '../protocol/frames.ts';

const utf8 = new TextEncoder();

/** One frame as it goes on the wire; encoded once, however many receive it. */
export function encodeFrame(frame: ServerFrame): Uint8Array {
  return utf8.encode(JSON.stringify(frame));
}
