import type { Position, Traces } from '../core/ports/traces.ts';

const nobody: ReadonlyMap<number, Position> = new Map();

/** Traces in memory: all that there is for tests, and what is looked at where they are saved as well. */
export class MemoryTraces implements Traces {
  readonly since: number;
  readonly #positions = new Map<number, Map<number, Position>>();
  readonly #lastSeen = new Map<number, string>();
  readonly #changed: () => void;

  /** @param changed called after every change. */
  constructor(since = 0, changed: () => void = () => undefined) {
    this.since = since;
    this.#changed = changed;
  }

  position(chatId: number, userId: number): Position | undefined {
    return this.#positions.get(chatId)?.get(userId);
  }

  positions(chatId: number): ReadonlyMap<number, Position> {
    return this.#positions.get(chatId) ?? nobody;
  }

  setPosition(chatId: number, userId: number, position: Position): void {
    let byUser = this.#positions.get(chatId);
    if (!byUser) this.#positions.set(chatId, (byUser = new Map()));
    byUser.set(userId, position);
    this.#changed();
  }

  lastSeen(userId: number): string | undefined {
    return this.#lastSeen.get(userId);
  }

  setLastSeen(userId: number, at: string): void {
    this.#lastSeen.set(userId, at);
    this.#changed();
  }

  /** Somebody takes no part in a chat any more. */
  forgetParticipant(chatId: number, userId: number): void {
    if (this.#positions.get(chatId)?.delete(userId)) this.#changed();
  }

  /** A chat is no more. */
  forgetChat(chatId: number): void {
    if (this.#positions.delete(chatId)) this.#changed();
  }

  /** An account is no more. */
  forgetUser(userId: number): void {
    for (const byUser of this.#positions.values()) byUser.delete(userId);
    this.#lastSeen.delete(userId);
    this.#changed();
  }

  /** Everything, for who saves it. */
  *allPositions(): Iterable<{ chat_id: number; user_id: number } & Position> {
    for (const [chat_id, byUser] of this.#positions) {
      for (const [user_id, position] of byUser) yield { chat_id, user_id, ...position };
    }
  }

  /** Everybody's, for who saves it. */
  allLastSeen(): Iterable<[userId: number, at: string]> {
    return this.#lastSeen;
  }
}
