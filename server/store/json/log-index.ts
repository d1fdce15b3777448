import type { PageRequest } from '../../core/ports/store.ts';

const START = 64;

/** Where a line lies in its file, in bytes, its newline included. */
export interface Place {
  offset: number;
  length: number;
}

/**
 * The messages of one log in the order of their ids, each by its ordinal: where its newest line lies, and under which
 * hash of sender and `client_id` it can be found. 32 to 36 bytes a message.
 */
export class LogIndex {
  #count = 0;
  #ids = new Float64Array(START);
  #offsets = new Float64Array(START);
  /** 0 for a message whose line turned out to be damaged. */
  #lengths = new Uint32Array(START);
  #hashes = new Uint32Array(START);
  /** Open addressing over `#hashes`: ordinal + 1, or 0 where free; at most half full. */
  #table = new Uint32Array(START * 2);
  #keys = 0;
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
    return this.#count === 0 ? 0 : this.#ids[this.#count - 1]!;
  }

  idAt(ordinal: number): number {
    return this.#ids[ordinal]!;
  }

  placeAt(ordinal: number): Place {
    return { offset: this.#offsets[ordinal]!, length: this.#lengths[ordinal]! };
  }

  /** Makes room for this many messages at once, instead of step by step. */
  reserve(count: number): void {
    if (count > this.#ids.length) this.#grow(count);
    const slots = 2 ** Math.ceil(Math.log2(count * 2));
    if (slots > this.#table.length) this.#growTable(slots);
  }

  /** Adds a message; its id must be greater than all before. `keyHash` 0: it has no key. */
  add(id: number, offset: number, length: number, keyHash: number): void {
    if (this.#count === this.#ids.length) this.#grow(this.#count * 2);
    const ordinal = this.#count++;
    this.#ids[ordinal] = id;
    this.#offsets[ordinal] = offset;
    this.#lengths[ordinal] = length;
    this.#hashes[ordinal] = keyHash;
    this.#liveBytes += length;
    if (keyHash !== 0) this.#addKey(ordinal, keyHash);
  }

  /** Points a message at its newer line; a length of 0 takes it out. */
  move(ordinal: number, place: Place): void {
    this.#liveBytes += place.length - this.#lengths[ordinal]!;
    this.#offsets[ordinal] = place.offset;
    this.#lengths[ordinal] = place.length;
  }

  /** The ordinal of a message, or -1. */
  find(id: number): number {
    const ordinal = this.#firstFrom(id);
    return ordinal < this.#count && this.#ids[ordinal] === id && this.#lengths[ordinal]! > 0 ? ordinal : -1;
  }

  /** The ordinals that may carry a key with this hash. */
  candidates(keyHash: number): number[] {
    const found: number[] = [];
    const mask = this.#table.length - 1;
    for (let slot = keyHash & mask; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const ordinal = this.#table[slot]! - 1;
      if (this.#hashes[ordinal] === keyHash && this.#lengths[ordinal]! > 0) found.push(ordinal);
    }
    return found;
  }

  /** The ordinals of a page, oldest first. */
  page({ limit, before, after }: PageRequest): number[] {
    const from = after === undefined ? 0 : this.#firstFrom(after + 1);
    const to = before === undefined ? this.#count : this.#firstFrom(before);
    const page: number[] = [];
    if (after !== undefined) {
      for (let ordinal = from; ordinal < to && page.length < limit; ordinal++) this.#collect(page, ordinal);
      return page;
    }
    for (let ordinal = to - 1; ordinal >= from && page.length < limit; ordinal--) this.#collect(page, ordinal);
    return page.toReversed();
  }

  /** Copies of where all lines lie, by ordinal. */
  places(): { offsets: Float64Array; lengths: Uint32Array } {
    return { offsets: this.#offsets.slice(0, this.#count), lengths: this.#lengths.slice(0, this.#count) };
  }

  #collect(page: number[], ordinal: number): void {
    if (this.#lengths[ordinal]! > 0) page.push(ordinal);
  }

  /** The first ordinal whose id is `id` or greater. */
  #firstFrom(id: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #addKey(ordinal: number, hash: number): void {
    this.#keys++;
    if (this.#keys * 2 > this.#table.length) this.#growTable(this.#table.length * 2);
    else this.#place(ordinal, hash);
  }

  #place(ordinal: number, hash: number): void {
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = ordinal + 1;
  }

  #growTable(slots: number): void {
    this.#table = new Uint32Array(slots);
    for (let ordinal = 0; ordinal < this.#count; ordinal++) {
      const hash = this.#hashes[ordinal]!;
      if (hash !== 0) this.#place(ordinal, hash);
    }
  }

  #grow(capacity: number): void {
    const ids = new Float64Array(capacity);
    ids.set(this.#ids);
    this.#ids = ids;
    const offsets = new Float64Array(capacity);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const lengths = new Uint32Array(capacity);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
    const hashes = new Uint32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }
}
