import { LIVE_PARTICIPANTS_MAX } from '../protocol/limits.ts';
import type { PresenceEntry, PresenceStatus } from '../protocol/presence.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Connection } from './ports/connection.ts';
import type { Log } from './ports/log.ts';
import type { Account, Store } from './ports/store.ts';

/** Somebody whose connection has gone counts as there for so long (milliseconds): a reload is no news. */
export const LEAVING_GRACE = 10_000;

interface PresenceParts {
  store: Store;
  backplane: Backplane;
  clock: Clock;
  log: Log;
  /** Called when somebody's first connection has come, or their last one gone. */
  changed: () => void;
}

/** Somebody who is connected, or was a moment ago. */
interface Person {
  connections: Map<Connection, 'online' | 'away'>;
  /** What others know. */
  status: PresenceStatus;
  /** Ends the wait for them to come back. */
  stopWaiting: (() => void) | undefined;
}

/** Who is connected here, who is at their device, and when the others were last. */
export class Presence {
  readonly #parts: PresenceParts;
  readonly #people = new Map<number, Person>();

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  /** How many people are connected. */
  get count(): number {
    let count = 0;
    for (const { connections } of this.#people.values()) if (connections.size > 0) count++;
    return count;
  }

  isOnline(userId: number): boolean {
    return (this.#people.get(userId)?.connections.size ?? 0) > 0;
  }

  /** How somebody is here, as others see it. */
  of({ id, hides_last_seen }: Account): Pick<PresenceEntry, 'status' | 'last_seen'> {
    const status = this.#people.get(id)?.status ?? 'offline';
    const isHidden = hides_last_seen || status !== 'offline';
    return { status, last_seen: isHidden ? null : (this.#parts.store.traces.lastSeen(id) ?? null) };
  }

  /** Those with whom somebody shares a chat that is no group. */
  async list(userId: number): Promise<PresenceEntry[]> {
    const others = await this.#contactsOf(userId);
    return [...others.values()].map((account) => this.#entry(account));
  }

  add(connection: Connection): void {
    const { userId } = connection;
    let person = this.#people.get(userId);
    if (!person) {
      person = { connections: new Map(), status: 'offline', stopWaiting: undefined };
      this.#people.set(userId, person);
    }
    person.connections.set(connection, 'online');
    if (person.connections.size === 1) {
      this.#seen(userId);
      this.#parts.changed();
    }
    this.#settle(userId, person);
  }

  remove(connection: Connection): void {
    const { userId } = connection;
    const person = this.#people.get(userId);
    if (!person?.connections.delete(connection)) return;
    person.stopWaiting?.();
    person.stopWaiting = this.#parts.clock.after(LEAVING_GRACE, () => {
      person.stopWaiting = undefined;
      this.#settle(userId, person);
      if (person.connections.size === 0) this.#people.delete(userId);
    });
    if (person.connections.size > 0) return;
    this.#seen(userId);
    this.#parts.changed();
  }

  /** Somebody is at this device, or has not been for a while. */
  setStatus(connection: Connection, status: 'online' | 'away'): void {
    const person = this.#people.get(connection.userId);
    if (!person?.connections.has(connection)) return;
    person.connections.set(connection, status);
    this.#settle(connection.userId, person);
  }

  /** Tells others how somebody is here, who has changed what is shown of it. */
  tell(userId: number): void {
    void this.#tell(userId);
  }

  /** Everybody who is connected is last seen now; nobody is told any more. */
  close(): void {
    for (const [userId, { connections, stopWaiting }] of this.#people) {
      stopWaiting?.();
      if (connections.size > 0) this.#seen(userId);
    }
    this.#people.clear();
  }

  #seen(userId: number): void {
    const { store, clock } = this.#parts;
    store.traces.setLastSeen(userId, new Date(clock.now()).toISOString());
  }

  #settle(userId: number, person: Person): void {
    const status = statusOf(person);
    if (status === person.status) return;
    person.status = status;
    void this.#tell(userId);
  }

  #entry(account: Account): PresenceEntry {
    return { user_id: account.id, username: account.username, ...this.of(account) };
  }

  async #tell(userId: number): Promise<void> {
    const { store, backplane, log } = this.#parts;
    try {
      const [account, chats, contacts] = await Promise.all([
        store.account(userId),
        store.chatsOf(userId),
        this.#contactsOf(userId),
      ]);
      if (!account) return;
      const rooms: number[] = [];
      for (const { id, is_group } of chats) {
        if (is_group && (await store.participantCount(id)) <= LIVE_PARTICIPANTS_MAX) rooms.push(id);
      }
      // As it is now, whatever it was when this began.
      const frame = { type: 'presence' as const, ...this.#entry(account) };
      for (const contactId of contacts.keys()) backplane.publish(`user:${contactId}`, { frame });
      for (const chatId of rooms) backplane.publish(`chat:${chatId}`, { frame, exceptUserId: userId });
    } catch (error) {
      log.warn({ err: error }, 'nobody could be told who is here');
    }
  }

  async #contactsOf(userId: number): Promise<Map<number, Account>> {
    const { store } = this.#parts;
    const chats = (await store.chatsOf(userId)).filter(({ is_group }) => !is_group);
    const participants = await Promise.all(chats.map(({ id }) => store.participants(id)));
    return new Map(
      participants
        .flat()
        .filter(({ id }) => id !== userId)
        .map((account) => [account.id, account]),
    );
  }
}

function statusOf({ connections }: Person): PresenceStatus {
  if (connections.size === 0) return 'offline';
  return [...connections.values()].includes('online') ? 'online' : 'away';
}
