import type { DiskFile } from '../disk.ts';

const LOOK = 64 * 1024;
const NEWLINE = 0x0a;

/** How many of the first `size` bytes are whole lines. */
export async function wholeLines(file: DiskFile, size: number): Promise<number> {
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - LOOK);
    const bytes = Buffer.alloc(end - start);
    await file.read(bytes, start);
    const newline = bytes.lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}
