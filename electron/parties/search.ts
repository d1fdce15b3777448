import type { PartySearch, Unsubscribe } from '../bridge.ts';
import { Looking, type LookingParts } from './looking.ts';

type Listener = (search: PartySearch) => void;

/** Looks for parties for as long as somebody watches; nothing is open in between. */
export class Search {
  readonly #parts: LookingParts;
  readonly #listeners = new Set<Listener>();
  #looking: Looking | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(parts: LookingParts) {
    this.#parts = parts;
  }

  /** Calls back with what is known, at once and on every change. */
  watch(listener: Listener): Unsubscribe {
    const own: Listener = (search) => listener(search);
    this.#listeners.add(own);
    this.#looking ??= new Looking(this.#parts, (search) => this.#listeners.forEach((each) => each(search)));
    own(this.#looking.result);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  /** Ends all watching; resolves when nothing is open any more. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end();
    await this.#ending;
  }

  #end(): void {
    const looking = this.#looking;
    this.#looking = undefined;
    if (looking) this.#ending = Promise.all([this.#ending, looking.close()]).then(() => undefined);
  }
}
