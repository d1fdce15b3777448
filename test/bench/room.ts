import { CountingSocket } from './counting-socket.ts';
import { Durations, type Row } from './figures.ts';
import type { Measured } from './workplace.ts';

const MESSAGE = 'm'.charCodeAt(0);
const ERROR = 'e'.charCodeAt(0);
/** More than are ever in flight. */
const RING = 4096;

/** Members of one room, all in this process: the first one sends, and every one counts what it gets. */
export class MeasuredRoom {
  readonly #server: Measured;
  readonly #members: CountingSocket[];
  readonly #text: string;
  /** Messages and payload bytes that each member got in this round. */
  #counts: number[] = [];
  #bytes: number[] = [];
  #sent = 0;
  /** Messages that everybody has got. */
  #done = 0;
  readonly #sentAt = new Float64Array(RING);
  readonly #arrivals = new Uint32Array(RING);
  #durations = new Durations();
  #keepGoing = () => {};
  #fail = (_error: Error) => {};

  /** @param text the frame that is sent, over and over. */
  constructor(server: Measured, members: CountingSocket[], text: string) {
    this.#server = server;
    this.#members = members;
    this.#text = text;
    members.forEach((member, place) => (member.onFrame = (kind, length) => this.#arrived(place, kind, length)));
  }

  /**
   * Sends for a while, always as many messages in flight (not yet with every member), then waits for the last.
   * @throws where a member got another number of messages or bytes than the others.
   */
  async round(inFlight: number, ms: number): Promise<Row> {
    this.#counts = this.#members.map(() => 0);
    this.#bytes = this.#members.map(() => 0);
    this.#sent = this.#done = 0;
    this.#durations = new Durations();
    const cpuBefore = await this.#server.cpu();
    const ownBefore = process.cpuUsage();
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      this.#keepGoing = () => {
        const now = performance.now();
        const room = now < start + ms ? inFlight - (this.#sent - this.#done) : 0;
        for (let i = 0; i < room; i++) this.#send(now);
        if (this.#sent === this.#done) resolve();
      };
      this.#keepGoing();
    });
    const elapsed = performance.now() - start;
    const cpu = (await this.#server.cpu()) - cpuBefore;
    const own = process.cpuUsage(ownBefore);
    this.#verify();
    const deliveries = this.#done * this.#members.length;
    return {
      'deliveries/s': (deliveries / elapsed) * 1000,
      'CPU ms per 1,000': cpu / deliveries,
      'p50 ms': this.#durations.percentile(50),
      'p99 ms': this.#durations.percentile(99),
      'server busy %': cpu / elapsed / 10,
      'clients busy %': (own.user + own.system) / elapsed / 10,
    };
  }

  /** Payload bytes of one delivered message. */
  get messageBytes(): number {
    return (this.#bytes[0] ?? 0) / this.#done;
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  #send(now: number): void {
    this.#sentAt[this.#sent % RING] = now;
    this.#arrivals[this.#sent % RING] = 0;
    this.#sent++;
    this.#members[0]!.send(this.#text);
  }

  /** Messages of one sender come in the order in which they were sent, so that counting them tells which one it is. */
  #arrived(place: number, kind: number, length: number): void {
    if (kind === ERROR) this.#fail(new Error('the server refused a message'));
    if (kind !== MESSAGE) return;
    const slot = this.#counts[place]!++ % RING;
    this.#bytes[place]! += length;
    this.#durations.add(performance.now() - this.#sentAt[slot]!);
    if (++this.#arrivals[slot]! < this.#members.length) return;
    this.#done++;
    this.#keepGoing();
  }

  #verify(): void {
    const complete = this.#counts.every((count) => count === this.#sent);
    const same = this.#bytes.every((bytes) => bytes === this.#bytes[0]);
    if (!complete || !same) throw new Error('not every member got every message');
  }
}
