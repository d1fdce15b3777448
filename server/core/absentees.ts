import { encodeFrame } from './encode.ts';
import type { Backplane, Envelope } from './ports/backplane.ts';
import type { Connection } from './ports/connection.ts';

interface Outside {
  connections: Set<Connection>;
  unsubscribe: () => void;
}

/**
 * The connections of participants that are not in their chat's room: they are told that something happened there. Who
 * enters a room is taken out of here, so that a message costs nothing for those who get it anyway.
 */
export class Absentees {
  readonly #backplane: Backplane;
  readonly #outside = new Map<number, Outside>();
  readonly #chatIds = new Map<Connection, Set<number>>();

  constructor(backplane: Backplane) {
    this.#backplane = backplane;
  }

  /** From now on the connection is told of activity in the chat. */
  add(connection: Connection, chatId: number): void {
    (this.#outside.get(chatId) ?? this.#open(chatId)).connections.add(connection);
    this.#chatIds.set(connection, (this.#chatIds.get(connection) ?? new Set()).add(chatId));
  }

  remove(connection: Connection, chatId: number): void {
    const outside = this.#outside.get(chatId);
    if (!outside?.connections.delete(connection)) return;
    this.#chatIds.get(connection)?.delete(chatId);
    if (outside.connections.size > 0) return;
    outside.unsubscribe();
    this.#outside.delete(chatId);
  }

  removeAll(connection: Connection): void {
    for (const chatId of this.#chatIds.get(connection) ?? []) this.remove(connection, chatId);
    this.#chatIds.delete(connection);
  }

  #open(chatId: number): Outside {
    const connections = new Set<Connection>();
    const deliver = ({ frame }: Envelope) => {
      const data = encodeFrame(frame);
      for (const connection of connections) connection.send(data);
    };
    const outside = { connections, unsubscribe: this.#backplane.subscribe(`activity:${chatId}`, deliver) };
    this.#outside.set(chatId, outside);
    return outside;
  }
}
