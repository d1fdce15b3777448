import path from 'node:path';
import type { Log } from '../../core/ports/log.ts';
import { hasCode, type Disk, type DiskFile } from './disk.ts';
import { decodeLine, readEnd } from './log-line.ts';

const AT_ONCE = 8;
const FIRST_LOOK = 256;
const NEWLINE = 0x0a;

/**
 * The newest message id of every chat. After a start they are found in the last bytes of the logs, at first need, so
 * that neither the start nor this reads a log.
 */
export class NewestIds {
  readonly #disk: Disk;
  readonly #logs: ReadonlyMap<number, string>;
  readonly #log: Log;
  readonly #ids = new Map<number, number>();
  #finding: Promise<void> | undefined;

  /** @param logs paths of the logs that exist at the start, by chat id. */
  constructor(disk: Disk, logs: ReadonlyMap<number, string>, log: Log) {
    this.#disk = disk;
    this.#logs = logs;
    this.#log = log;
  }

  /** Resolves when `of` answers for all chats. */
  ready(): Promise<void> {
    this.#finding ??= this.#find();
    return this.#finding;
  }

  /** 0 where the chat has no message. */
  of(chatId: number): number {
    return this.#ids.get(chatId) ?? 0;
  }

  /** The greatest of all that the logs hold. */
  async greatest(): Promise<number> {
    await this.ready();
    let greatest = 0;
    for (const id of this.#ids.values()) greatest = Math.max(greatest, id);
    return greatest;
  }

  note(chatId: number, id: number): void {
    this.#ids.set(chatId, Math.max(this.of(chatId), id));
  }

  /** The chat is no more. */
  forget(chatId: number): void {
    this.#ids.delete(chatId);
  }

  async #find(): Promise<void> {
    const logs = [...this.#logs];
    const worker = async (): Promise<void> => {
      for (let next = logs.pop(); next; next = logs.pop()) this.note(next[0], await this.#findIn(next[1]));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #findIn(file: string): Promise<number> {
    try {
      const opened = await this.#disk.open(file, 'read');
      try {
        return await newestIdOf(opened);
      } finally {
        await opened.close();
      }
    } catch (error) {
      // Its chat has been deleted in the meantime.
      if (hasCode(error, 'ENOENT')) return 0;
      this.#log.warn({ err: error, file: path.basename(file) }, 'the end of a message log cannot be read');
      return 0;
    }
  }
}

/** Looks at ever more of the end until it holds a whole line that tells. */
async function newestIdOf(file: DiskFile): Promise<number> {
  const size = await file.size();
  for (let look = FIRST_LOOK; ; look *= 16) {
    const start = Math.max(0, size - look);
    const bytes = Buffer.alloc(size - start);
    await file.read(bytes, start);
    let end = bytes.lastIndexOf(NEWLINE);
    while (end > 0) {
      const from = bytes.lastIndexOf(NEWLINE, end - 1);
      // A line in another form than ours tells only as a whole.
      const whole = from !== -1 || start === 0;
      const id = readEnd(bytes, end).newestId ?? (whole ? decodeLine(bytes.subarray(from + 1, end))?.id : undefined);
      if (id !== undefined) return id;
      end = from;
    }
    if (start === 0) return 0;
  }
}
