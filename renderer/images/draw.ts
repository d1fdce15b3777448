import { centredSquare, fitWithin, isSmall } from './fit.ts';

/** An image as it is sent; `blob` is null where nothing better than the original was found. */
export type Drawn = { blob: Blob | null; width: number; height: number };

/** What is to be made of an image: one of a bearable size, or a square of so many pixels out of its middle, or nothing. */
export type DrawRequest = { file: Blob; square?: number; onlyMeasure?: boolean };

const QUALITY = 0.85;
/** Enough pixels to find a transparent corner or a hole, few enough to look at them all. */
const PROBE = 128;

type Canvas = OffscreenCanvas | HTMLCanvasElement;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Draws the image anew, the right way up. Runs in a worker and in the page alike. @throws where it cannot be decoded */
export async function draw({ file, square, onlyMeasure = false }: DrawRequest): Promise<Drawn> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    if (onlyMeasure) return { blob: null, width: bitmap.width, height: bitmap.height };
    return square === undefined ? await shrink(bitmap, file) : await cut(bitmap, square);
  } finally {
    bitmap.close();
  }
}

async function shrink(bitmap: ImageBitmap, file: Blob): Promise<Drawn> {
  const { width, height } = bitmap;
  if (isSmall(width, height, file.size)) return { blob: null, width, height };
  const fitted = fitWithin(width, height);
  const canvas = newCanvas(fitted.width, fitted.height);
  context(canvas).drawImage(bitmap, 0, 0, fitted.width, fitted.height);
  const blob = await encode(canvas, file.type === 'image/jpeg' ? ['image/jpeg'] : typesFor(bitmap));
  return blob.size < file.size ? { blob, ...fitted } : { blob: null, width, height };
}

async function cut(bitmap: ImageBitmap, side: number): Promise<Drawn> {
  const from = centredSquare(bitmap.width, bitmap.height);
  const canvas = newCanvas(side, side);
  context(canvas).drawImage(bitmap, from.x, from.y, from.side, from.side, 0, 0, side, side);
  return { blob: await encode(canvas, typesFor(bitmap)), width: side, height: side };
}

/** WebP is the smallest of those that keep transparency; a browser that cannot write it answers with PNG instead. */
const typesFor = (bitmap: ImageBitmap) =>
  isTransparent(bitmap) ? ['image/webp', 'image/png'] : ['image/webp', 'image/jpeg'];

function isTransparent(bitmap: ImageBitmap): boolean {
  const probe = newCanvas(PROBE, PROBE);
  const drawing = context(probe);
  drawing.drawImage(bitmap, 0, 0, PROBE, PROBE);
  const { data } = drawing.getImageData(0, 0, PROBE, PROBE);
  for (let index = 3; index < data.length; index += 4) if (data[index] !== 255) return true;
  return false;
}

/** In the first of these types that the browser can write; the last one every browser can. */
async function encode(canvas: Canvas, types: readonly string[]): Promise<Blob> {
  let blob: Blob | null = null;
  for (const type of types) {
    blob = await toBlob(canvas, type);
    if (blob?.type === type) return blob;
  }
  if (blob === null) throw new Error('The canvas cannot be read.');
  return blob;
}

function toBlob(canvas: Canvas, type: string): Promise<Blob | null> {
  if (!('toBlob' in canvas)) return canvas.convertToBlob({ type, quality: QUALITY });
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

function newCanvas(width: number, height: number): Canvas {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

function context(canvas: Canvas): Context {
  const drawing = canvas.getContext('2d');
  if (drawing === null) throw new Error('There is no canvas to draw on.');
  drawing.imageSmoothingQuality = 'high';
  return drawing;
}
