import { type DiskFile } from './disk.ts';
import { LogIndex, type Place } from './log-index.ts';
import { decodeLine, keyHash, readEnd, readHead, type LineHead } from './log-line.ts';

/** Bytes that are looked at between two turns of the event loop; about 2 ms. */
const BLOCK = 1 << 20;
const NEWLINE = 0x0a;

/** What a log holds. */
export interface ScannedLog {
  index: LogIndex;
  /** Bytes up to the end of the last whole line. */
  end: number;
  /** True where bytes follow that are no whole line. */
  torn: boolean;
  /** Replies whose newest line says that they are still streaming. */
  streaming: Set<number>;
  /** Lines that are no message. */
  damaged: Place[];
}

/** Reads a log from its start, in blocks, so that the event loop goes on turning; the next block loads meanwhile. */
export async function scanLog(file: DiskFile): Promise<ScannedLog> {
  const scan = new Scan();
  let [current, other] = [Buffer.allocUnsafe(2 * BLOCK), Buffer.allocUnsafe(2 * BLOCK)];
  // A block is read behind room for what the one before leaves over, a line that is cut by its end.
  let loading = file.read(current.subarray(BLOCK), 0);
  let left = Buffer.alloc(0);
  for (let position = 0; ;) {
    const length = await loading;
    if (length === 0) break;
    position += length;
    let bytes = current.subarray(BLOCK - Math.min(left.length, BLOCK), BLOCK + length);
    if (left.length > BLOCK) bytes = Buffer.concat([left, current.subarray(BLOCK, BLOCK + length)]);
    else left.copy(bytes);
    loading = file.read(other.subarray(BLOCK), position);
    const used = scan.lines(bytes, position - bytes.length);
    left = bytes.subarray(used);
    [current, other] = [other, current];
  }
  return { ...scan.result(), torn: left.length > 0 };
}

/** What a log holds that is not there yet. */
export function emptyLog(): ScannedLog {
  return { ...new Scan().result(), torn: false };
}

class Scan {
  readonly #index = new LogIndex();
  readonly #streaming = new Set<number>();
  readonly #damaged: Place[] = [];
  readonly #head: LineHead = { id: 0, keyHash: 0, streaming: false };
  #end = 0;

  result(): Omit<ScannedLog, 'torn'> {
    return { index: this.#index, end: this.#end, streaming: this.#streaming, damaged: this.#damaged };
  }

  /** Takes in the whole lines; returns how many bytes they have. */
  lines(bytes: Buffer, position: number): number {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#line(bytes, start, end, position + start);
      start = end + 1;
    }
    this.#end = position + start;
    return start;
  }

  #line(bytes: Buffer, start: number, end: number, offset: number): void {
    const length = end + 1 - start;
    const isRead = readHead(bytes, start, end, this.#head) || this.#foreign(bytes.subarray(start, end));
    if (!isRead || !this.#fits(bytes, end)) {
      this.#damaged.push({ offset, length });
      return;
    }
    const { id } = this.#head;
    if (id > this.#index.lastId) {
      this.#index.add(id, offset, length, this.#head.keyHash);
    } else {
      const ordinal = this.#index.find(id);
      if (ordinal === -1) {
        this.#damaged.push({ offset, length });
        return;
      }
      this.#index.move(ordinal, { offset, length });
    }
    if (this.#head.streaming) this.#streaming.add(id);
    else this.#streaming.delete(id);
  }

  /** False where the ids of a line cannot be: taken at its word, it would hide other messages than its own. */
  #fits(bytes: Buffer, end: number): boolean {
    const { id } = this.#head;
    const { lastId } = this.#index;
    const { changes, newestId } = readEnd(bytes, end);
    // Of a line that a person has edited.
    if (newestId === undefined) return true;
    if (newestId < id || (id <= lastId && newestId < lastId)) return false;
    return changes === undefined ? id > lastId || newestId === lastId : changes === id;
  }

  /** A line in another form than ours, such as one that a person edited. */
  #foreign(line: Buffer): boolean {
    const message = decodeLine(line);
    if (!message) return false;
    this.#head.id = message.id;
    this.#head.keyHash = keyHash(message);
    this.#head.streaming = message.status === 'streaming';
    return true;
  }
}
