import type { SessionStore, StoredSession } from '../core/ports/sessions.ts';

/** Sessions in memory: all that there is for tests, and what is looked at where they are saved as well. */
export class MemorySessions implements SessionStore {
  readonly #byId = new Map<string, StoredSession>();
  readonly #byUser = new Map<number, Set<string>>();

  get(id: string): StoredSession | undefined {
    return this.#byId.get(id);
  }

  of(userId: number): StoredSession[] {
    return [...(this.#byUser.get(userId) ?? [])].map((id) => this.#byId.get(id)!);
  }

  change(userId: number, change: (sessions: StoredSession[]) => StoredSession[]): Promise<StoredSession[]> {
    const before = this.of(userId);
    try {
      const after = change(before.map((session) => ({ ...session }))).map((session) => ({ ...session }));
      this.replace(userId, after);
      return Promise.resolve(goneOf(before, after));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  used(id: string, at: string): void {
    const session = this.#byId.get(id);
    if (session) this.#byId.set(id, { ...session, last_used_at: at });
  }

  /** One more. */
  add(session: StoredSession): void {
    this.#byId.set(session.id, session);
    const ids = this.#byUser.get(session.user_id);
    if (ids) ids.add(session.id);
    else this.#byUser.set(session.user_id, new Set([session.id]));
  }

  /** Somebody has these, and no others. */
  replace(userId: number, sessions: StoredSession[]): void {
    for (const id of this.#byUser.get(userId) ?? []) this.#byId.delete(id);
    this.#byUser.delete(userId);
    for (const session of sessions) this.add(session);
  }
}

/** Those that are not there any more. */
export function goneOf(before: StoredSession[], after: StoredSession[]): StoredSession[] {
  const left = new Set(after.map(({ id }) => id));
  return before.filter(({ id }) => !left.has(id));
}
