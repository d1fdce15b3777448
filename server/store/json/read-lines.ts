import { type DiskFile } from './disk.ts';
import type { Place } from './log-index.ts';

/** Reading over this many unwanted bytes is cheaper than another read. */
const GAP = 8 * 1024;

/** Reads lines, without their newlines, in the order asked for; neighbours in the file share one read. */
export async function readLines(file: DiskFile, places: readonly Place[]): Promise<Buffer[]> {
  const lines = await Promise.all(spans(places).map((span) => readSpan(file, span)));
  return lines.flat();
}

function spans(places: readonly Place[]): Place[][] {
  const all: Place[][] = [];
  let end = -1;
  for (const place of places) {
    const gap = place.offset - end;
    const current = all.at(-1);
    if (current && gap >= 0 && gap <= GAP) current.push(place);
    else all.push([place]);
    end = place.offset + place.length;
  }
  return all;
}

async function readSpan(file: DiskFile, span: Place[]): Promise<Buffer[]> {
  const start = span[0]!.offset;
  const last = span.at(-1)!;
  const bytes = Buffer.allocUnsafe(last.offset + last.length - start);
  if ((await file.read(bytes, start)) < bytes.length) {
    throw Object.assign(new Error('a log is shorter than it was'), { code: 'ESTALE' });
  }
  return span.map((place) => bytes.subarray(place.offset - start, place.offset - start + place.length - 1));
}
