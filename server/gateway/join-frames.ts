const FINAL_TEXT = 0x81;
/** In the byte for the length: it follows in two or in eight bytes. */
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

/** Text frames as they go on the wire, one behind the other: unmasked, each in one fragment (RFC 6455, section 5.2). */
export function joinFrames(payloads: readonly Uint8Array[]): Buffer {
  return Buffer.concat(payloads.flatMap((payload) => [header(payload.length), payload]));
}

function header(length: number): Buffer {
  if (length < IN_TWO_BYTES) return Buffer.from([FINAL_TEXT, length]);
  if (length < 2 ** 16) return Buffer.from([FINAL_TEXT, IN_TWO_BYTES, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long[0] = FINAL_TEXT;
  long[1] = IN_EIGHT_BYTES;
  long.writeUIntBE(length, 4, 6);
  return long;
}
