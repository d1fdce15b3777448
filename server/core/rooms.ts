import type { Backplane } from './ports/backplane.ts';
import type { Connection } from './ports/connection.ts';
import type { Metrics } from './ports/metrics.ts';
import { Room } from './room.ts';

interface OpenRoom {
  room: Room;
  unsubscribe: () => void;
}

/** The rooms that somebody is in, each subscribed to its chat for just that long. */
export class Rooms {
  readonly #backplane: Backplane;
  readonly #metrics: Metrics;
  readonly #open = new Map<number, OpenRoom>();
  readonly #chatIds = new Map<Connection, Set<number>>();

  constructor(backplane: Backplane, metrics: Metrics) {
    this.#backplane = backplane;
    this.#metrics = metrics;
  }

  /** How many rooms there are. */
  get count(): number {
    return this.#open.size;
  }

  /** How many members all rooms have, somebody who is in two of them counted twice. */
  get memberCount(): number {
    let count = 0;
    for (const { room } of this.#open.values()) count += room.memberCount;
    return count;
  }

  /** The room of a chat in which the connection is, if it is in there. */
  find(connection: Connection, chatId: number): Room | undefined {
    const room = this.#open.get(chatId)?.room;
    return room?.has(connection) ? room : undefined;
  }

  /** The chats in whose rooms the connection is. */
  chatIds(connection: Connection): number[] {
    return [...(this.#chatIds.get(connection) ?? [])];
  }

  /** Lets a connection into a room; the others are told where it is its user's first there. A second time changes nothing. */
  enter(connection: Connection, chatId: number): Room {
    const room = this.#open.get(chatId)?.room ?? this.#openRoom(chatId);
    if (room.has(connection)) return room;
    this.#chatIds.set(connection, (this.#chatIds.get(connection) ?? new Set()).add(chatId));
    if (room.add(connection)) this.#tellOthers('user_joined', connection, chatId);
    return room;
  }

  /** Takes a connection out of a room; the others are told where it was its user's last there. */
  leave(connection: Connection, chatId: number): void {
    const open = this.#open.get(chatId);
    if (!open?.room.has(connection)) return;
    this.#chatIds.get(connection)?.delete(chatId);
    const isLast = open.room.remove(connection);
    if (open.room.isEmpty) {
      open.unsubscribe();
      this.#open.delete(chatId);
    }
    if (isLast) this.#tellOthers('user_left', connection, chatId);
  }

  leaveAll(connection: Connection): void {
    for (const chatId of this.chatIds(connection)) this.leave(connection, chatId);
    this.#chatIds.delete(connection);
  }

  /** Empties every room without a word. */
  close(): void {
    for (const { unsubscribe } of this.#open.values()) unsubscribe();
    this.#open.clear();
    this.#chatIds.clear();
  }

  #openRoom(chatId: number): Room {
    const room = new Room();
    const unsubscribe = this.#backplane.subscribe(`chat:${chatId}`, (envelope) =>
      this.#metrics.delivered(room.deliver(envelope)),
    );
    this.#open.set(chatId, { room, unsubscribe });
    return room;
  }

  #tellOthers(type: 'user_joined' | 'user_left', { userId, username }: Connection, chatId: number): void {
    this.#backplane.publish(`chat:${chatId}`, { frame: { type, chat_id: chatId, username }, exceptUserId: userId });
  }
}
