import { type Disk, type DiskFile } from './disk.ts';
import type { LogIndex, Place } from './log-index.ts';
import { readLines } from './read-lines.ts';
import { withTemporary } from './write-whole.ts';

/** Bytes that are copied at a time. */
const BLOCK = 1 << 20;
/** At most this many bytes of the old file are read for one block. */
const REACH = 4 * BLOCK;
/** What is appended meanwhile is copied along until less than this is left; only that is copied while writers wait. */
const SMALL = 256 * 1024;

/** A log as its compaction sees it. */
export interface CompactedLog {
  path: string;
  index: LogIndex;
  /** Bytes that count, now. */
  end(): number;
  /** Called in between; throws to stop early. */
  checkpoint(): void;
  /** Keeps writers away while `run` is under way. */
  exclusively(run: () => Promise<void>): Promise<void>;
  /** Ends the use of `source`, and keeps readers away while `swap` is under way. */
  alone(swap: () => Promise<void>): Promise<void>;
  /** The new file is in place and this long. */
  replaced(end: number): void;
}

/**
 * Rewrites a log without its superseded lines, while it is read and appended to; writers wait only for the end of it.
 * To be called while no write is under way. Rejects with the log as it was.
 * @param source the log, held open.
 */
export async function compactLog(disk: Disk, log: CompactedLog, source: DiskFile): Promise<void> {
  const before = log.end();
  const { offsets, lengths } = log.index.places();
  await withTemporary(disk, log.path, async (target, name) => {
    const copied = await copyLive(source, target, { offsets, lengths }, () => log.checkpoint());
    // What came behind the snapshot is copied as it is, so that it only shifts.
    const shift = copied.length - before;
    let done = before;
    while (log.end() - done > SMALL) {
      log.checkpoint();
      done = await copyRange(source, target, done, log.end(), shift);
    }
    await target.sync();
    await log.exclusively(async () => {
      await copyRange(source, target, done, log.end(), shift);
      await target.sync();
      await log.alone(async () => {
        await disk.rename(name, log.path);
        for (let ordinal = 0; ordinal < log.index.count; ordinal++) {
          const { offset, length } = log.index.placeAt(ordinal);
          if (length === 0) continue;
          log.index.move(ordinal, { offset: offset >= before ? offset + shift : copied.offsets[ordinal]!, length });
        }
        log.replaced(log.end() + shift);
      });
    });
  });
}

interface Places {
  offsets: Float64Array;
  lengths: Uint32Array;
}

/** Copies the lines that are in use, in the order of their ids; resolves to where they are now. */
async function copyLive(
  source: DiskFile,
  target: DiskFile,
  { offsets, lengths }: Places,
  checkpoint: () => void,
): Promise<{ offsets: Float64Array; length: number }> {
  const newline = Buffer.from('\n');
  const moved = new Float64Array(offsets.length);
  let length = 0;
  for (let ordinal = 0; ordinal < offsets.length;) {
    checkpoint();
    const start = length;
    const reach = offsets[ordinal]! + REACH;
    const places: Place[] = [];
    while (ordinal < offsets.length && length - start < BLOCK && offsets[ordinal]! < reach) {
      moved[ordinal] = length;
      length += lengths[ordinal]!;
      if (lengths[ordinal]! > 0) places.push({ offset: offsets[ordinal]!, length: lengths[ordinal]! });
      ordinal++;
    }
    const lines = await readLines(source, places);
    await target.write(Buffer.concat(lines.flatMap((line) => [line, newline])), start);
  }
  return { offsets: moved, length };
}

/** Copies `[from, to)` to the same place plus `shift`; resolves to `to`. */
async function copyRange(source: DiskFile, target: DiskFile, from: number, to: number, shift: number): Promise<number> {
  for (let done = from; done < to;) {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, to - done));
    await source.read(block, done);
    await target.write(block, done + shift);
    done += block.length;
  }
  return to;
}
