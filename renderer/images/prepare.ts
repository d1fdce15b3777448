import { drawApart } from './draw-apart.ts';
import { renamed } from './fit.ts';
import { HEADER_BYTES, isAnimated } from './header.ts';

/** What is sent for an image that somebody has chosen. */
export type PreparedImage = {
  blob: Blob;
  name: string;
  width: number;
  height: number;
};

/** What a browser may be able to decode. A drawing (SVG) is a document: it is sent as a file. */
const decodable = /^image\/(png|jpeg|gif|webp|avif|bmp|heic|heif)$/;
/** What others are shown as an image. BMP and the like are so only once they are drawn anew. */
const shown = /^image\/(png|jpeg|gif|webp|avif)$/;

/** True where it is worth a try to treat the file as an image. */
export const mayBeImage = (file: Blob) => decodable.test(file.type);

/**
 * The image as it is sent: smaller where it is large, otherwise as it is, with its pixels. Null where this browser cannot
 * decode it: then it is a file like any other.
 */
export async function prepareImage(file: File): Promise<PreparedImage | null> {
  const drawn = await drawApart({ file, onlyMeasure: await moves(file) });
  if (drawn === null) return null;
  const { width, height, blob } = drawn;
  if (blob !== null) return { blob, name: renamed(file.name, file.type, blob.type), width, height };
  return shown.test(file.type) ? { blob: file, name: file.name, width, height } : null;
}

/** Pixels of a side of a chat's picture. */
const PICTURE_SIDE = 256;

/** The middle of an image as the square picture of a chat; null where this browser cannot decode it. */
export async function cutPicture(file: File): Promise<Blob | null> {
  return (await drawApart({ file, square: PICTURE_SIDE }))?.blob ?? null;
}

async function moves(file: File): Promise<boolean> {
  if (file.type === 'image/gif') return true;
  return isAnimated(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
}
