import { encodeFrame } from './encode.ts';
import type { Envelope } from './ports/backplane.ts';
import type { Connection } from './ports/connection.ts';

/** The live side of a chat: the connections that are in it now. */
export class Room {
  readonly #connections = new Map<Connection, { ready: boolean }>();
  /** Connections of each member, by user id. */
  readonly #members = new Map<number, { username: string; connections: number }>();

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  /** How many are here, each counted once. */
  get memberCount(): number {
    return this.#members.size;
  }

  /** Usernames of who is here, longest here first. */
  get usernames(): string[] {
    return [...this.#members.values()].map((member) => member.username);
  }

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** Lets a connection in; it gets no chunks until `setReady`. True where it is its user's first. */
  add(connection: Connection): boolean {
    this.#connections.set(connection, { ready: false });
    const member = this.#members.get(connection.userId);
    if (member) member.connections++;
    else this.#members.set(connection.userId, { username: connection.username, connections: 1 });
    return member === undefined;
  }

  /** From now on the connection gets chunks: it has been told what came before them. */
  setReady(connection: Connection): void {
    this.#connections.set(connection, { ready: true });
  }

  /** True where it was its user's last connection here. */
  remove(connection: Connection): boolean {
    const member = this.#members.get(connection.userId);
    if (!this.#connections.delete(connection) || !member) return false;
    if (--member.connections > 0) return false;
    return this.#members.delete(connection.userId);
  }

  /** Gives a frame to everybody in the room; encoded once. Returns to how many connections. */
  deliver({ frame, exceptUserId }: Envelope): number {
    const data = encodeFrame(frame);
    // That a reply has begun may not be missed: who has the message behind it would never ask for it.
    const isChunk = frame.type === 'bot_stream' && !frame.is_complete && frame.chunk !== '';
    let receivers = 0;
    for (const [connection, { ready }] of this.#connections) {
      if (connection.userId === exceptUserId || (isChunk && !ready)) continue;
      if (isChunk) connection.sendChunk(data);
      else connection.send(data);
      receivers++;
    }
    return receivers;
  }
}
