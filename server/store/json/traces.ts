import type { Log } from '../../core/ports/log.ts';
import { MemoryTraces } from '../memory-traces.ts';
import { beginAnew } from './begin-anew.ts';
import { hasCode, type Disk } from './disk.ts';
import { Document } from './document.ts';
import { DocumentFile } from './document-file.ts';
import { emptyTraces, tracesForm, type TracesData } from './traces-schema.ts';

interface TracesOptions {
  log: Log;
  now: () => number;
  /** Least milliseconds from the start of one write to the start of the next. */
  pace: number;
  /** The newest message id in any chat; asked for where the traces begin. */
  newestId: () => Promise<number>;
  /** Whether somebody takes part in a chat, or has an account: what is of nobody any more is not kept. */
  takesPart: (chatId: number, userId: number) => boolean;
  isThere: (userId: number) => boolean;
}

/** Traces in `traces.json`: looked at in memory, saved behind. */
export class JsonTraces {
  /** Where they are looked at and set. */
  readonly memory: MemoryTraces;
  readonly #document: Document<TracesData>;
  readonly #options: TracesOptions;
  /** A write is asked for, or nothing is to be written yet. */
  #isAsked = true;
  /** The last write failed. */
  #isBehind = false;

  private constructor(document: Document<TracesData>, options: TracesOptions) {
    this.#document = document;
    this.#options = options;
    const { since, positions, last_seen } = document.data;
    this.memory = new MemoryTraces(since, () => void this.#save());
    for (const { chat_id, user_id, ...position } of positions) {
      if (options.takesPart(chat_id, user_id)) this.memory.setPosition(chat_id, user_id, position);
    }
    for (const { user_id, at } of last_seen) if (options.isThere(user_id)) this.memory.setLastSeen(user_id, at);
    this.#isAsked = false;
  }

  /** Opens the file; one that cannot be understood is set aside, and all begins anew. */
  static async open(disk: Disk, path: string, options: TracesOptions): Promise<JsonTraces> {
    const { log, now, pace } = options;
    const file = new DocumentFile(tracesForm, disk, path, now);
    const form = { name: 'traces.json', log, pace };
    if (await isThere(disk, path)) {
      try {
        return new JsonTraces(await Document.open(file, { ...form, empty: emptyTraces(0) }), options);
      } catch (error) {
        await beginAnew(error, { ...form, disk, path, lost: 'who has read what is not known any more' });
      }
    }
    const empty = emptyTraces(await options.newestId());
    const traces = new JsonTraces(await Document.open(file, { ...form, empty }), options);
    // The moment when the traces began must not move.
    await traces.#save();
    return traces;
  }

  /** Saves what was set. */
  async close(): Promise<void> {
    if (this.#isBehind) void this.#save();
    await this.#document.close();
  }

  /** Everything that is set until the write begins goes out with it. */
  async #save(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      await this.#document.update(() => {
        this.#isAsked = false;
        return { data: this.data(), result: undefined };
      });
      this.#isBehind = false;
    } catch {
      // It is in the log; the next change, or the end, tries again.
      this.#isBehind = true;
    }
  }

  /** All that counts, in the form of the file. */
  data(): TracesData {
    const { takesPart, isThere: hasAccount } = this.#options;
    const data = emptyTraces(this.memory.since);
    for (const { mention_ids, ...position } of this.memory.allPositions()) {
      if (!takesPart(position.chat_id, position.user_id)) continue;
      data.positions.push({ ...position, mention_ids: [...mention_ids] });
    }
    for (const [user_id, at] of this.memory.allLastSeen()) {
      if (hasAccount(user_id)) data.last_seen.push({ user_id, at });
    }
    return data;
  }
}

async function isThere(disk: Disk, path: string): Promise<boolean> {
  try {
    await (await disk.open(path, 'read')).close();
    return true;
  } catch (error) {
    return !hasCode(error, 'ENOENT');
  }
}
