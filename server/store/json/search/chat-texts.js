// Plain JavaScript: it runs in the search thread, see `search-worker.js`.
import { foldUsername } from '../../../protocol/fold-username.js';
import { foldText } from '../../../protocol/search-text.js';
import { TextSegment } from './text-segment.js';

const NEWLINE = 0x0a;

/**
 * What is looked for, as it comes from the other thread.
 * @typedef {object} Query
 * @property {string[]} terms of `searchTerms`
 * @property {string | undefined} from
 * @property {number | undefined} since milliseconds since 1970
 * @property {number | undefined} until exclusive
 * @property {boolean | undefined} hasFile
 * @property {number} before only smaller ids
 * @property {number} floor only greater ids
 * @property {number} limit
 */

/** The messages of one chat as they can be searched, kept up with its log by being given all bytes of it in their order. */
export class ChatTexts {
  /** @type {TextSegment[]} */
  #segments = [];
  #lastId = 0;
  /** The start of a line whose end has not come yet. */
  #left = Buffer.alloc(0);
  /** Numbers of authors, by their names as they are written and as they are compared. @type {Map<string, number>} */
  #authors = new Map();
  /** @type {Map<string, number>} */
  #folded = new Map();
  #sizeMax;

  /** @param {number} sizeMax bytes of memory; of a chat that needs more, the oldest messages are not found. */
  constructor(sizeMax) {
    this.#sizeMax = sizeMax;
  }

  /** Bytes of memory. */
  get size() {
    return this.#segments.reduce((sum, { size }) => sum + size, this.#left.length);
  }

  /** Takes in more of the log. @param {Buffer} bytes */
  take(bytes) {
    const all = this.#left.length === 0 ? bytes : Buffer.concat([this.#left, bytes]);
    let start = 0;
    for (let end = all.indexOf(NEWLINE); end !== -1; end = all.indexOf(NEWLINE, start)) {
      this.#line(all.toString('utf8', start, end));
      start = end + 1;
    }
    this.#left = Buffer.from(all.subarray(start));
    while (this.#segments.length > 1 && this.size > this.#sizeMax) this.#segments.shift();
  }

  /**
   * Ids of the messages that are wanted, newest first, at most `limit`.
   * @param {Query} query
   * @returns {number[]}
   */
  find({ terms, from, since = -Infinity, until = Infinity, hasFile, before, floor, limit }) {
    const author = from === undefined ? undefined : this.#folded.get(foldUsername(from));
    if (from !== undefined && author === undefined) return [];
    // The longest word is the rarest, as a rule.
    const rarest = terms.map((term) => Buffer.from(term)).toSorted((a, b) => b.length - a.length);
    /** @type {number[]} */
    const found = [];
    for (const segment of this.#segments.toReversed()) {
      if (found.length === limit || segment.lastId <= floor) break;
      if (segment.firstId >= before) continue;
      const wanted = { terms: rarest, author, since, until, hasFile, before, floor, limit: limit - found.length };
      found.push(...segment.find(wanted));
    }
    return found;
  }

  /** @param {string} text a line of the log; one that is no message is passed over, as it is elsewhere. */
  #line(text) {
    const line = read(text);
    if (!line || !this.#fits(line)) return;
    const { id, username, content, created_at, status, deleted_at, files } = line;
    const isFound = status !== 'streaming' && deleted_at === undefined;
    const entry = {
      id,
      time: Date.parse(created_at) || 0,
      author: this.#authorOf(username),
      hasFile: Array.isArray(files) && files.length > 0,
      text: isFound ? Buffer.from(foldText(content).replaceAll('\0', '')) : null,
    };
    if (id > this.#lastId) {
      this.#lastId = id;
      this.#open().add(entry);
    } else {
      this.#segments.findLast(({ firstId }) => firstId <= id)?.change(entry);
    }
  }

  /** False where the ids of a line cannot be: see the scan of logs. @param {Line} line */
  #fits({ id, changes, newest_id }) {
    if (newest_id === undefined) return true;
    if (newest_id < id || (id <= this.#lastId && newest_id < this.#lastId)) return false;
    return changes === undefined ? id > this.#lastId || newest_id === this.#lastId : changes === id;
  }

  /** The segment that the next message goes into. */
  #open() {
    const last = this.#segments.at(-1);
    if (last && !last.isFull) return last;
    const next = new TextSegment();
    this.#segments.push(next);
    return next;
  }

  /** @param {string} username */
  #authorOf(username) {
    const known = this.#authors.get(username);
    if (known !== undefined) return known;
    const name = foldUsername(username);
    const author = this.#folded.get(name) ?? this.#folded.size;
    this.#folded.set(name, author);
    this.#authors.set(username, author);
    return author;
  }
}

/**
 * What is needed of a line.
 * @typedef {{ id: number, username: string, content: string, created_at: string, status: string, deleted_at?: string,
 *   files?: unknown, changes?: number, newest_id?: number }} Line
 */

/**
 * @param {string} text
 * @returns {Line | undefined}
 */
function read(text) {
  try {
    const line = JSON.parse(text);
    const isMessage =
      Number.isSafeInteger(line.id) &&
      line.id > 0 &&
      [line.username, line.content, line.created_at, line.status].every((field) => typeof field === 'string');
    return isMessage ? line : undefined;
  } catch {
    return undefined;
  }
}
