import { existsSync, readFileSync } from 'node:fs';
import { only } from './unsupported.ts';

/** A picture, of which nothing but its bytes is known. */
function createImage(bytes: Buffer, size = { width: 16, height: 16 }) {
  return only('nativeImage', {
    isEmpty: () => bytes.length === 0,
    getSize: () => ({ ...size }),
    resize: ({ width = size.width, height = size.height }: { width?: number; height?: number }) =>
      createImage(bytes, { width, height }),
    toPNG: () => bytes,
    toDataURL: () => `data:image/png;base64,${bytes.toString('base64')}`,
    addRepresentation: () => undefined,
    setTemplateImage: () => undefined,
    isTemplateImage: () => false,
  });
}

export const nativeImage = only('nativeImage', {
  createEmpty: () => createImage(Buffer.alloc(0)),
  createFromPath: (place: string) => createImage(existsSync(place) ? readFileSync(place) : Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => createImage(bytes),
  createFromBitmap: (bytes: Buffer, size: { width: number; height: number }) => createImage(bytes, size),
  createFromDataURL: (url: string) => createImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
});
