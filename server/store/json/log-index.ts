import type { PageRequest } from '../../core/ports/store.ts';
import { LogSegment, SEGMENT } from './log-segment.ts';

/** Where a line lies in its file, in bytes, its newline included. */
export interface Place {
  offset: number;
  length: number;
}

/**
 * The messages of one log in the order of their ids, each by its ordinal. It is kept in segments, so that neither opening
 * a long log nor adding to it ever holds up the event loop to move everything that is there.
 */
export class LogIndex {
  readonly #segments: LogSegment[] = [];
  #count = 0;
  #lastId = 0;
  /** Bytes of the lines that are still in use. */
  #liveBytes = 0;

  get count(): number {
    return this.#count;
  }

  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Id of the newest message, 0 where there is none. */
  get lastId(): number {
    return this.#lastId;
  }

  idAt(ordinal: number): number {
    return this.#segmentOf(ordinal).idAt(ordinal % SEGMENT);
  }

  /** A length of 0 tells that its line turned out to be damaged. */
  placeAt(ordinal: number): Place {
    const segment = this.#segmentOf(ordinal);
    return { offset: segment.offsetAt(ordinal % SEGMENT), length: segment.lengthAt(ordinal % SEGMENT) };
  }

  /** Adds a message; its id must be greater than all before. `keyHash` 0: it has no key. */
  add(id: number, offset: number, length: number, keyHash: number): void {
    let segment = this.#segments.at(-1);
    if (!segment || segment.isFull) this.#segments.push((segment = new LogSegment()));
    segment.add(id, offset, length, keyHash);
    this.#count++;
    this.#lastId = id;
    this.#liveBytes += length;
  }

  /** Points a message at its newer line; a length of 0 takes it out. */
  move(ordinal: number, { offset, length }: Place): void {
    const segment = this.#segmentOf(ordinal);
    this.#liveBytes += length - segment.lengthAt(ordinal % SEGMENT);
    segment.move(ordinal % SEGMENT, offset, length);
  }

  /** The ordinal of a message, or -1. */
  find(id: number): number {
    const ordinal = this.#firstFrom(id);
    return ordinal < this.#count && this.idAt(ordinal) === id && this.#isThere(ordinal) ? ordinal : -1;
  }

  /** The ordinals that may carry a key with this hash. */
  candidates(keyHash: number): number[] {
    return this.#segments.flatMap((segment, i) => segment.candidates(keyHash).map((place) => i * SEGMENT + place));
  }

  /** The ordinals of a page, oldest first. */
  page({ limit, before, after }: PageRequest): number[] {
    const from = after === undefined ? 0 : this.#firstFrom(after + 1);
    const to = before === undefined ? this.#count : this.#firstFrom(before);
    const page: number[] = [];
    if (after !== undefined) {
      for (let ordinal = from; ordinal < to && page.length < limit; ordinal++) {
        if (this.#isThere(ordinal)) page.push(ordinal);
      }
      return page;
    }
    for (let ordinal = to - 1; ordinal >= from && page.length < limit; ordinal--) {
      if (this.#isThere(ordinal)) page.push(ordinal);
    }
    return page.toReversed();
  }

  /** Copies of where all lines lie, by ordinal. */
  places(): { offsets: Float64Array; lengths: Uint32Array } {
    const offsets = new Float64Array(this.#count);
    const lengths = new Uint32Array(this.#count);
    for (const [i, segment] of this.#segments.entries()) {
      offsets.set(segment.offsets, i * SEGMENT);
      lengths.set(segment.lengths, i * SEGMENT);
    }
    return { offsets, lengths };
  }

  #segmentOf(ordinal: number): LogSegment {
    return this.#segments[Math.floor(ordinal / SEGMENT)]!;
  }

  #isThere(ordinal: number): boolean {
    return this.#segmentOf(ordinal).lengthAt(ordinal % SEGMENT) > 0;
  }

  /** The first ordinal whose id is `id` or greater. */
  #firstFrom(id: number): number {
    const next = this.#segments.findIndex((segment) => segment.firstId >= id);
    const at = (next === -1 ? this.#segments.length : next) - 1;
    return at < 0 ? 0 : at * SEGMENT + this.#segments[at]!.firstFrom(id);
  }
}
