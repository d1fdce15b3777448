import type { Socket } from 'node:net';

/** Bytes, or the end of the stream, that are due at their destination at a time. */
interface Parcel {
  due: number;
  bytes: Buffer | null;
}

/** One direction of a connection: bytes take their time, wait, or vanish, but never overtake each other. */
export class DelayedPipe {
  readonly #latency: () => number;
  readonly #parcels: Parcel[] = [];
  #target: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isHeld = false;
  #isSwallowing = false;
  #lastDue = 0;

  /** @param latency milliseconds that the next bytes take. */
  constructor(latency: () => number) {
    this.#latency = latency;
  }

  readFrom(source: Socket): void {
    source.on('data', (bytes) => this.#push(bytes));
    source.once('end', () => this.end());
  }

  writeTo(target: Socket): void {
    this.#target = target;
    this.#deliver();
  }

  /** Behind all that is under way, the destination is told that nothing more comes. */
  end(): void {
    this.#push(null);
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#deliver();
  }

  /** What is under way, and whatever follows, never arrives. */
  swallow(): void {
    this.#isSwallowing = true;
    this.#parcels.length = 0;
    clearTimeout(this.#timer);
  }

  #push(bytes: Buffer | null): void {
    if (this.#isSwallowing) return;
    this.#lastDue = Math.max(this.#lastDue, performance.now() + this.#latency());
    this.#parcels.push({ due: this.#lastDue, bytes });
    this.#deliver();
  }

  #deliver(): void {
    clearTimeout(this.#timer);
    if (this.#isHeld || this.#target === undefined) return;
    const now = performance.now();
    while (this.#parcels[0] !== undefined && this.#parcels[0].due <= now) {
      const { bytes } = this.#parcels.shift()!;
      if (this.#target.writable && bytes === null) this.#target.end();
      else if (this.#target.writable && bytes !== null) this.#target.write(bytes);
    }
    const [next] = this.#parcels;
    if (next !== undefined) this.#timer = setTimeout(() => this.#deliver(), next.due - now);
  }
}
