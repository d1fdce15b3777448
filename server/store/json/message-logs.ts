import path from 'node:path';
import type { LogSize } from '../../core/ports/store.ts';
import { removeLogFiles } from './chat-removal.ts';
import { type Disk } from './disk.ts';
import { MessageLog } from './message-log.ts';
import { measureLog } from './measure-log.ts';
import type { LogSurroundings } from './open-log.ts';

const MEASURED_AT_ONCE = 8;
const logName = /^(\d{1,15})\.jsonl/;

/** The logs of all chats, `messages/<chat_id>.jsonl`. */
export class MessageLogs {
  readonly #directory: string;
  readonly #around: LogSurroundings;
  readonly #logs = new Map<number, MessageLog>();

  constructor(directory: string, around: LogSurroundings) {
    this.#directory = directory;
    this.#around = around;
  }

  /** The log of a chat; its file is opened at first use. */
  of(chatId: number): MessageLog {
    let log = this.#logs.get(chatId);
    if (!log) {
      log = new MessageLog(chatId, this.pathOf(chatId), this.#around);
      this.#logs.set(chatId, log);
    }
    return log;
  }

  pathOf(chatId: number): string {
    return path.join(this.#directory, `${chatId}.jsonl`);
  }

  /** How many bytes count now of each log that has been opened, by its chat's id. */
  ends(): Map<number, number> {
    const extents = [...this.#logs].map(([chatId, { extent }]) => [chatId, extent?.end] as const);
    return new Map(extents.filter((entry): entry is [number, number] => entry[1] !== undefined));
  }

  /** How many bytes of a log counted when it was opened; undefined where it has not been yet. */
  openedAt(chatId: number): number | undefined {
    return this.#logs.get(chatId)?.extent?.openedAt;
  }

  /** Resolves when no log is being rewritten. */
  async rewritten(): Promise<void> {
    for (const log of this.#logs.values()) await log.rewritten;
  }

  /**
   * Ends the use of a log whose chat has been deleted, and removes its file. Where the disk refuses, the file is left for
   * the next start, as nobody can reach it any more.
   */
  async remove(chatId: number): Promise<void> {
    const { disk, log, files } = this.#around;
    const ending = this.of(chatId);
    await ending.end();
    try {
      await files.alone(ending.path, () => removeLogFiles(disk, this.#directory, chatId));
    } catch (error) {
      log.warn(
        { err: error, chat_id: chatId },
        "a deleted chat's log could not be removed; the next start tries again",
      );
    }
    this.#logs.delete(chatId);
  }

  /** What the logs of these chats take on the disk; nothing where there is none. */
  async sizes(chatIds: readonly number[]): Promise<Map<number, LogSize>> {
    const sizes = new Map<number, LogSize>();
    const waiting = chatIds.toReversed();
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        sizes.set(next, await measureLog(this.#around.disk, path.join(this.#directory, `${next}.jsonl`)));
      }
    };
    await Promise.all(Array.from({ length: MEASURED_AT_ONCE }, worker));
    return sizes;
  }

  /** Waits for all writes. */
  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.close()));
    await this.#around.files.close();
  }
}

/** What lies in the directory of the logs: the logs by chat id, and the greatest chat id that any name starts with. */
export async function findLogs(
  disk: Disk,
  directory: string,
): Promise<{ logs: Map<number, string>; greatestChatId: number }> {
  const logs = new Map<number, string>();
  let greatestChatId = 0;
  for (const name of await disk.list(directory)) {
    const [start, digits] = logName.exec(name) ?? [];
    if (digits === undefined) continue;
    const chatId = Number(digits);
    greatestChatId = Math.max(greatestChatId, chatId);
    if (name === start) logs.set(chatId, path.join(directory, name));
  }
  return { logs, greatestChatId };
}
