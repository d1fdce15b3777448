/** Counts the changes of each chat's messages, so that who was away for a while can see whether there were any. */
export class Versions {
  readonly #process: string;
  readonly #counts = new Map<number, number>();

  /** @param process is another one in every process: counts begin anew there. */
  constructor(process: string) {
    this.#process = process;
  }

  /** What stands for all changes so far. */
  of(chatId: number): string {
    return `${this.#process}.${this.#counts.get(chatId) ?? 0}`;
  }

  /** Counts one more; the version with it. Called in the same breath as the change is told. */
  next(chatId: number): string {
    this.#counts.set(chatId, (this.#counts.get(chatId) ?? 0) + 1);
    return this.of(chatId);
  }
}
