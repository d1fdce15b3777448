/** Pixels of the longest side of an image that is sent. */
const SIDE_MAX = 2048;
/** Images of at most this many bytes, which are not too large either, are sent as they are. */
const SMALL_BYTES = 300_000;

/** The largest size of the same shape whose longest side is at most `max`; never larger than it is. */
export function fitWithin(width: number, height: number, max = SIDE_MAX): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** True where nothing would be won by making the image smaller. */
export function isSmall(width: number, height: number, bytes: number): boolean {
  return Math.max(width, height) <= SIDE_MAX && bytes <= SMALL_BYTES;
}

/** The largest square in the middle. */
export function centredSquare(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** The name of a file whose type has become another. */
export function renamed(name: string, from: string, to: string): string {
  const extension = extensions[to];
  if (from === to || extension === undefined) return name;
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return `${stem}.${extension}`;
}
