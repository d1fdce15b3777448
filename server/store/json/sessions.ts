import type { Log } from '../../core/ports/log.ts';
import type { SessionStore, StoredSession } from '../../core/ports/sessions.ts';
import { goneOf, MemorySessions } from '../memory-sessions.ts';
import { beginAnew } from './begin-anew.ts';
import type { Disk } from './disk.ts';
import { Document } from './document.ts';
import { DocumentFile } from './document-file.ts';
import { noSessions, sessionsForm, type SessionsData } from './sessions-schema.ts';

interface SessionsOptions {
  log: Log;
  now: () => number;
  /** Least milliseconds from the start of one write to the start of the next. */
  pace: number;
  /** Milliseconds after which it is saved that a session was used. */
  usePace: number;
  /** Whether somebody has an account: the sessions of others are not kept. */
  isThere: (userId: number) => boolean;
}

/** Sessions in `sessions.json`: looked at in memory; who signs in or out waits for the disk, who only uses one does not. */
export class JsonSessions implements SessionStore {
  readonly #memory = new MemorySessions();
  readonly #document: Document<SessionsData>;
  readonly #options: SessionsOptions;
  #isClosed = false;
  #saving: ReturnType<typeof setTimeout> | undefined;

  private constructor(document: Document<SessionsData>, options: SessionsOptions) {
    this.#document = document;
    this.#options = options;
    for (const session of document.data.sessions) {
      if (options.isThere(session.user_id)) this.#memory.add(session);
    }
  }

  /** Opens the file; one that cannot be understood is set aside, and everybody signs in anew. */
  static async open(disk: Disk, path: string, options: SessionsOptions): Promise<JsonSessions> {
    const { log, now, pace } = options;
    const file = new DocumentFile(sessionsForm, disk, path, now);
    const form = { name: 'sessions.json', log, pace, empty: noSessions };
    try {
      return new JsonSessions(await Document.open(file, form), options);
    } catch (error) {
      await beginAnew(error, { ...form, disk, path, lost: 'everybody has to sign in again' });
    }
    return new JsonSessions(await Document.open(file, form), options);
  }

  get(id: string): StoredSession | undefined {
    return this.#memory.get(id);
  }

  of(userId: number): StoredSession[] {
    return this.#memory.of(userId);
  }

  async change(userId: number, change: (sessions: StoredSession[]) => StoredSession[]): Promise<StoredSession[]> {
    const { before, after } = await this.#document.update(({ sessions }) => {
      // As far as it is durable: what the same write adds for others is no concern of this one, for the same user it is.
      const own = sessions.filter(({ user_id }) => user_id === userId).map((session) => this.#asUsed(session));
      const changed = change(own.map((session) => ({ ...session }))).map((session) => ({ ...session }));
      const others = sessions.filter(({ user_id }) => user_id !== userId);
      const data = { ...noSessions, sessions: [...others, ...changed] };
      return { data, result: { before: own, after: changed } };
    });
    this.#memory.replace(userId, after);
    return goneOf(before, after);
  }

  used(id: string, at: string): void {
    if (this.#isClosed || !this.#memory.get(id)) return;
    this.#memory.used(id, at);
    this.#saving ??= setTimeout(() => void this.#saveUse(), this.#options.usePace);
  }

  /** An account is no more. */
  forgetUser(userId: number): void {
    this.#memory.replace(userId, []);
    // Where that cannot be saved, they are passed over at the next start.
    this.change(userId, () => []).catch(() => undefined);
  }

  /** Saves what was used. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#saving) void this.#saveUse();
    await this.#document.close();
  }

  async #saveUse(): Promise<void> {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    try {
      await this.#document.update(({ sessions }) => ({
        data: { ...noSessions, sessions: sessions.map((session) => this.#asUsed(session)) },
        result: undefined,
      }));
    } catch {
      // It is in the log, and comes with the next that is used.
    }
  }

  #asUsed(session: StoredSession): StoredSession {
    const known = this.#memory.get(session.id)?.last_used_at;
    return known !== undefined && known > session.last_used_at ? { ...session, last_used_at: known } : session;
  }
}
