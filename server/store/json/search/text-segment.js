// Plain JavaScript: it runs in the search thread, see `search-worker.js`.

/** A full segment has this many messages or bytes of text: it is looked through as a whole. */
const SEGMENT = 4096;
const SEGMENT_BYTES = 1 << 20;
const FIRST = 16;
const FIRST_BYTES = 1024;

/** What a message is, as bits. */
const LIVE = 1;
const HAS_FILE = 2;

/**
 * What of a message can be searched.
 * @typedef {{ id: number, time: number, author: number, hasFile: boolean, text: Buffer | null }} Entry
 *   `time`: milliseconds since 1970; `text`: folded, in UTF-8; null where it is not to be found (now)
 */

/**
 * What is looked for among the messages of a chat.
 * @typedef {object} Wanted
 * @property {readonly Buffer[]} terms folded, in UTF-8, the longest first
 * @property {number | undefined} author
 * @property {number} since milliseconds since 1970
 * @property {number} until exclusive
 * @property {boolean | undefined} hasFile
 * @property {number} before only smaller ids
 * @property {number} floor only greater ids
 * @property {number} limit
 */

/**
 * Neighbours of a chat. Their texts lie one behind the other in one buffer, each ended by a zero byte, so that
 * one call looks through all of them. All of it is outside the heap, so that nothing has to collect it.
 */
export class TextSegment {
  #count = 0;
  #ids = new Float64Array(FIRST);
  #times = new Float64Array(FIRST);
  #authors = new Uint32Array(FIRST);
  #bits = new Uint8Array(FIRST);
  /** Where the text of each message lies. */
  #starts = new Uint32Array(FIRST);
  #lengths = new Uint32Array(FIRST);
  #bytes = Buffer.alloc(FIRST_BYTES);
  #used = 0;
  /** Bytes of texts that were replaced. */
  #dead = 0;
  /** The texts as they lie in the buffer: where each starts, and whose it is. */
  #textCount = 0;
  #textStarts = new Uint32Array(FIRST);
  #textOwners = new Uint16Array(FIRST);
  #earliest = Infinity;
  #latest = -Infinity;

  get isFull() {
    return this.#count === SEGMENT || this.#used >= SEGMENT_BYTES;
  }

  get firstId() {
    return this.#ids[0] ?? 0;
  }

  get lastId() {
    return this.#count === 0 ? 0 : (this.#ids[this.#count - 1] ?? 0);
  }

  /** Bytes of memory. */
  get size() {
    const columns = [this.#ids, this.#times, this.#authors, this.#bits, this.#starts, this.#lengths];
    const all = [...columns, this.#bytes, this.#textStarts, this.#textOwners];
    return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Adds a message; its id must be greater than all before. @param {Entry} entry */
  add(entry) {
    const place = this.#count;
    if (place === this.#ids.length) this.#grow();
    this.#count++;
    this.#ids[place] = entry.id;
    this.#set(place, entry);
  }

  /** Puts a message in the place of the one with its id; nothing where there is none. @param {Entry} entry */
  change(entry) {
    const place = this.#placeOf(entry.id);
    if (place === -1) return;
    const start = this.#starts[place] ?? 0;
    const length = this.#lengths[place] ?? 0;
    // What was replaced or deleted is gone from here too, and cannot be found.
    this.#bytes.fill(0, start, start + length);
    this.#dead += length;
    this.#lengths[place] = 0;
    this.#set(place, entry);
    if (this.#dead > FIRST_BYTES && this.#dead > this.#used / 2) this.#repack();
  }

  /**
   * Ids of the messages that are wanted, newest first, at most `limit`.
   * @param {Wanted} wanted
   * @returns {number[]}
   */
  find(wanted) {
    if (wanted.until <= this.#earliest || wanted.since > this.#latest) return [];
    const [first, ...others] = wanted.terms;
    const places = first === undefined ? this.#allPlaces() : this.#placesWith(first);
    /** @type {number[]} */
    const found = [];
    for (const place of places) {
      if (found.length === wanted.limit) break;
      if (this.#fits(place, wanted) && others.every((term) => this.#textOf(place).includes(term))) {
        found.push(this.#ids[place] ?? 0);
      }
    }
    return found;
  }

  /** Newest first. */
  *#allPlaces() {
    for (let place = this.#count - 1; place >= 0; place--) yield place;
  }

  /** The messages whose text has this in it, newest first. @param {Buffer} term */
  #placesWith(term) {
    const texts = this.#bytes.subarray(0, this.#used);
    /** @type {number[]} */
    const places = [];
    let text = -1;
    for (let at = texts.indexOf(term); at !== -1;) {
      text = this.#textAt(at, text + 1);
      places.push(this.#textOwners[text] ?? 0);
      const next = text + 1 < this.#textCount ? this.#textStarts[text + 1] : undefined;
      at = next === undefined ? -1 : texts.indexOf(term, next);
    }
    return places.toSorted((a, b) => b - a);
  }

  /** @param {number} place @param {Wanted} wanted */
  #fits(place, { author, since, until, hasFile, before, floor }) {
    const bits = this.#bits[place] ?? 0;
    const id = this.#ids[place] ?? 0;
    const time = this.#times[place] ?? 0;
    if ((bits & LIVE) === 0 || id >= before || id <= floor) return false;
    if (author !== undefined && this.#authors[place] !== author) return false;
    if (hasFile !== undefined && hasFile !== ((bits & HAS_FILE) !== 0)) return false;
    return time >= since && time < until;
  }

  /** @param {number} place */
  #textOf(place) {
    const start = this.#starts[place] ?? 0;
    return this.#bytes.subarray(start, start + (this.#lengths[place] ?? 0));
  }

  /** @param {number} place @param {Entry} entry */
  #set(place, { time, author, hasFile, text }) {
    this.#times[place] = time;
    this.#earliest = Math.min(this.#earliest, time);
    this.#latest = Math.max(this.#latest, time);
    this.#authors[place] = author;
    this.#bits[place] = (text ? LIVE : 0) | (hasFile ? HAS_FILE : 0);
    if (!text || text.length === 0) return;
    this.#reserve(text.length + 1);
    text.copy(this.#bytes, this.#used);
    this.#starts[place] = this.#used;
    this.#lengths[place] = text.length;
    this.#note(this.#used, place);
    this.#used += text.length;
    this.#bytes[this.#used++] = 0;
  }

  /** @param {number} start @param {number} place */
  #note(start, place) {
    if (this.#textCount === this.#textStarts.length) {
      this.#textStarts = grown(this.#textStarts, new Uint32Array(this.#textCount * 2));
      this.#textOwners = grown(this.#textOwners, new Uint16Array(this.#textCount * 2));
    }
    this.#textStarts[this.#textCount] = start;
    this.#textOwners[this.#textCount] = place;
    this.#textCount++;
  }

  /** The text that lies at a byte, none before `from`. @param {number} at @param {number} from */
  #textAt(at, from) {
    let low = from;
    let high = this.#textCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#textStarts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** @param {number} id */
  #placeOf(id) {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.#ids[low] === id ? low : -1;
  }

  /** Frees what replaced texts have taken. */
  #repack() {
    const former = this.#bytes;
    const starts = this.#starts.slice();
    this.#bytes = Buffer.alloc(Math.max(FIRST_BYTES, this.#used - this.#dead + this.#count));
    this.#used = this.#dead = this.#textCount = 0;
    for (let place = 0; place < this.#count; place++) {
      const start = starts[place] ?? 0;
      const length = this.#lengths[place] ?? 0;
      if (length === 0) continue;
      former.copy(this.#bytes, this.#used, start, start + length);
      this.#starts[place] = this.#used;
      this.#note(this.#used, place);
      this.#used += length + 1;
    }
  }

  /** @param {number} length */
  #reserve(length) {
    const needed = this.#used + length;
    if (needed > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, Buffer.alloc(Math.max(needed, Math.ceil(this.#bytes.length * 1.5))));
    }
  }

  #grow() {
    const capacity = this.#count * 2;
    this.#ids = grown(this.#ids, new Float64Array(capacity));
    this.#times = grown(this.#times, new Float64Array(capacity));
    this.#authors = grown(this.#authors, new Uint32Array(capacity));
    this.#bits = grown(this.#bits, new Uint8Array(capacity));
    this.#starts = grown(this.#starts, new Uint32Array(capacity));
    this.#lengths = grown(this.#lengths, new Uint32Array(capacity));
  }
}

/**
 * @template {{ set(from: Columns): void }} Columns
 * @param {Columns} from
 * @param {Columns} into a longer one
 */
function grown(from, into) {
  into.set(from);
  return into;
}
