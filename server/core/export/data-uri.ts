import type { FileContent } from '../ports/files.ts';

/** Bytes that are encoded at a time; a multiple of three, as Base64 wants them. */
const AT_ONCE = 24_576;

/** A content as a data URI, in pieces. Frees the content. */
export async function* dataUri(type: string, content: FileContent): AsyncIterable<string> {
  try {
    yield `data:${type};base64,`;
    let rest = new Uint8Array();
    for await (const piece of content.pieces(0, content.size)) {
      const bytes = joined(rest, piece);
      const whole = bytes.length - (bytes.length % 3);
      for (let at = 0; at < whole; at += AT_ONCE) yield base64(bytes.subarray(at, Math.min(whole, at + AT_ONCE)));
      rest = bytes.slice(whole);
    }
    yield base64(rest);
  } finally {
    await content.close();
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
