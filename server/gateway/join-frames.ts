const FINAL_TEXT = 0x81;
/** In the byte for the length: it follows in two or in eight bytes. */
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

/** Text frames as they go on the wire, one behind the other: unmasked, each in one fragment (RFC 6455, section 5.2). */
export function joinFrames(payloads: readonly Uint8Array[]): Buffer {
  let size = 0;
  for (const { length } of payloads) size += headerSize(length) + length;
  const joined = Buffer.allocUnsafe(size);
  let at = 0;
  for (const payload of payloads) {
    at = writeHeader(joined, at, payload.length);
    joined.set(payload, at);
    at += payload.length;
  }
  return joined;
}

function headerSize(length: number): number {
  if (length < IN_TWO_BYTES) return 2;
  return length < 2 ** 16 ? 4 : 10;
}

/** Returns where the payload begins. */
function writeHeader(into: Buffer, at: number, length: number): number {
  into[at] = FINAL_TEXT;
  switch (headerSize(length)) {
    case 2:
      into[at + 1] = length;
      return at + 2;
    case 4:
      into[at + 1] = IN_TWO_BYTES;
      return into.writeUInt16BE(length, at + 2);
    default:
      into[at + 1] = IN_EIGHT_BYTES;
      // Six of eight bytes are all that a safe integer needs.
      into.writeUInt16BE(0, at + 2);
      return into.writeUIntBE(length, at + 4, 6);
  }
}
