import type { LogTail } from './log-tail.ts';
import type { OpenFiles } from './open-files.ts';

/** Bytes that are handed out at a time. */
const BLOCK = 1 << 20;

/** How much of a log somebody has: up to which byte, of which writing of its file. */
export interface LogExtent {
  generation: number;
  end: number;
}

/** Takes the next bytes of a log; `isFresh`: they are its first, and what came before them counts no more. */
export type TakeBytes = (bytes: Uint8Array<ArrayBuffer>, isFresh: boolean) => Promise<void>;

/**
 * Hands out what a log holds behind `known`, all of it where there is none or where the log was rewritten since; nobody
 * who writes waits for more than a block of it. Resolves to what was handed out by then.
 */
export async function followLog(
  { files, path, tail }: { files: OpenFiles; path: string; tail: LogTail },
  known: LogExtent | undefined,
  take: TakeBytes,
): Promise<LogExtent> {
  const { end } = tail;
  let done: LogExtent = known?.generation === tail.generation ? known : { generation: tail.generation, end: 0 };
  while (done.end < end && done.end < tail.end) {
    const { generation, end: position } = done;
    const bytes = await files.use(path, 'read', async (file) => {
      if (tail.generation !== generation) return undefined;
      // In memory of its own, so that it can be given away.
      const block = new Uint8Array(Math.min(BLOCK, tail.end - position));
      if ((await file.read(block, position)) === block.length) return block;
      throw Object.assign(new Error('a log is shorter than it was'), { code: 'ESTALE' });
    });
    if (bytes) {
      // Whoever takes them may leave nothing here.
      done = { generation, end: position + bytes.length };
      await take(bytes, position === 0);
    } else {
      done = { generation: tail.generation, end: 0 };
    }
  }
  return done;
}
