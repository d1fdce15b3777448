const START = 64;
/** Messages of a full segment. */
export const SEGMENT = 2 ** 16;

/**
 * Up to 65,536 neighbours of a log: where the newest line of each lies, and under which hash of sender and `client_id` it
 * can be found; 32 bytes a message when it is full. It grows by doubling, so that a short log takes little, and not past
 * its bound, so that no growing takes long.
 */
export class LogSegment {
  #count = 0;
  #ids = new Float64Array(START);
  #offsets = new Float64Array(START);
  #lengths = new Uint32Array(START);
  #hashes = new Uint32Array(START);
  /** Open addressing over `#hashes`: place + 1, or 0 where free; at most half full. */
  #table = new Uint32Array(START * 2);

  get isFull(): boolean {
    return this.#count === SEGMENT;
  }

  get firstId(): number {
    return this.#ids[0]!;
  }

  get offsets(): Float64Array {
    return this.#offsets.subarray(0, this.#count);
  }

  get lengths(): Uint32Array {
    return this.#lengths.subarray(0, this.#count);
  }

  idAt(place: number): number {
    return this.#ids[place]!;
  }

  offsetAt(place: number): number {
    return this.#offsets[place]!;
  }

  /** 0 for a message whose line turned out to be damaged. */
  lengthAt(place: number): number {
    return this.#lengths[place]!;
  }

  /** `keyHash` 0: it has no key. */
  add(id: number, offset: number, length: number, keyHash: number): void {
    if (this.#count === this.#ids.length) this.#grow();
    const place = this.#count++;
    this.#ids[place] = id;
    this.#offsets[place] = offset;
    this.#lengths[place] = length;
    this.#hashes[place] = keyHash;
    if (keyHash !== 0) this.#enter(place, keyHash);
  }

  move(place: number, offset: number, length: number): void {
    this.#offsets[place] = offset;
    this.#lengths[place] = length;
  }

  /** The first place whose id is `id` or greater; behind the last where there is none. */
  firstFrom(id: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The places that may carry a key with this hash. */
  candidates(keyHash: number): number[] {
    const found: number[] = [];
    const mask = this.#table.length - 1;
    for (let slot = keyHash & mask; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const place = this.#table[slot]! - 1;
      if (this.#hashes[place] === keyHash && this.#lengths[place]! > 0) found.push(place);
    }
    return found;
  }

  #enter(place: number, hash: number): void {
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = place + 1;
  }

  #grow(): void {
    const capacity = this.#count * 2;
    const [ids, offsets] = [new Float64Array(capacity), new Float64Array(capacity)];
    const [lengths, hashes] = [new Uint32Array(capacity), new Uint32Array(capacity)];
    ids.set(this.#ids);
    offsets.set(this.#offsets);
    lengths.set(this.#lengths);
    hashes.set(this.#hashes);
    this.#ids = ids;
    this.#offsets = offsets;
    this.#lengths = lengths;
    this.#hashes = hashes;
    this.#table = new Uint32Array(capacity * 2);
    for (let place = 0; place < this.#count; place++) if (hashes[place] !== 0) this.#enter(place, hashes[place]!);
  }
}
