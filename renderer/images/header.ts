const ascii = (bytes: Uint8Array, start: number, length: number) =>
  String.fromCharCode(...bytes.subarray(start, start + length));

/** How much of a file `isAnimated` wants to see, in bytes. */
export const HEADER_BYTES = 4096;

/** True where the start of a PNG or WebP says that it moves: drawn on a canvas it would stand still. */
export function isAnimated(start: Uint8Array): boolean {
  if (ascii(start, 8, 8) === 'WEBPVP8X') return ((start[20] ?? 0) & 0b10) !== 0;
  if (ascii(start, 1, 3) !== 'PNG') return false;
  const text = ascii(start, 0, start.length);
  const control = text.indexOf('acTL');
  const data = text.indexOf('IDAT');
  return control !== -1 && (data === -1 || control < data);
}
