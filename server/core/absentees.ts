import type { ServerFrame } from '../protocol/frames.ts';
import { ACTIVITY_EARLIER_MAX } from '../protocol/limits.ts';
import { encodeFrame } from './encode.ts';
import { Pace } from './pace.ts';
import type { Backplane, Envelope } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Connection } from './ports/connection.ts';

/** Those outside are told of a chat's messages at most this often (milliseconds); of the first at once. */
export const ACTIVITY_INTERVAL = 250;

type ActivityFrame = Extract<ServerFrame, { type: 'activity' }>;

/**
 * The connections of participants that are not in their chat's room: they are told that something happened there. Who
 * enters a room is taken out of here, so that a message costs nothing for those who get it anyway.
 */
export class Absentees {
  readonly #backplane: Backplane;
  readonly #clock: Clock;
  readonly #outside = new Map<number, Outside>();
  readonly #chatIds = new Map<Connection, Set<number>>();

  constructor(backplane: Backplane, clock: Clock) {
    this.#backplane = backplane;
    this.#clock = clock;
  }

  /** From now on the connection is told of activity in the chat. */
  add(connection: Connection, chatId: number): void {
    (this.#outside.get(chatId) ?? this.#open(chatId)).add(connection);
    this.#chatIds.set(connection, (this.#chatIds.get(connection) ?? new Set()).add(chatId));
  }

  remove(connection: Connection, chatId: number): void {
    const outside = this.#outside.get(chatId);
    if (!outside?.remove(connection)) return;
    this.#chatIds.get(connection)?.delete(chatId);
    if (!outside.isEmpty) return;
    outside.close();
    this.#outside.delete(chatId);
  }

  removeAll(connection: Connection): void {
    for (const chatId of this.#chatIds.get(connection) ?? []) this.remove(connection, chatId);
    this.#chatIds.delete(connection);
  }

  #open(chatId: number): Outside {
    const outside = new Outside(this.#clock, (listener) => this.#backplane.subscribe(`activity:${chatId}`, listener));
    this.#outside.set(chatId, outside);
    return outside;
  }
}

/** Those of one chat. What happens in quick succession is told together: who is elsewhere needs no frame for each message. */
class Outside {
  readonly #connections = new Set<Connection>();
  readonly #pace: Pace;
  readonly #unsubscribe: () => void;
  /** Not told yet, oldest first. */
  #untold: ActivityFrame[] = [];

  constructor(clock: Clock, subscribe: (listener: (envelope: Envelope) => void) => () => void) {
    this.#pace = new Pace(clock, ACTIVITY_INTERVAL, 'now', () => this.#tell());
    this.#unsubscribe = subscribe(({ frame }) => {
      if (frame.type !== 'activity') return this.#pass(frame);
      this.#untold.push(frame);
      if (this.#untold.length > ACTIVITY_EARLIER_MAX + 1) this.#untold.shift();
      this.#pace.ask();
    });
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  add(connection: Connection): void {
    // Who comes out of the room has seen what the others are still to be told of.
    this.#tell();
    this.#connections.add(connection);
  }

  /** False where it was not here. */
  remove(connection: Connection): boolean {
    return this.#connections.delete(connection);
  }

  close(): void {
    this.#pace.stop();
    this.#unsubscribe();
  }

  /** What is for everybody in the chat goes on at once, behind what happened before it. */
  #pass(frame: ServerFrame): void {
    this.#tell();
    const data = encodeFrame(frame);
    for (const connection of this.#connections) connection.send(data);
  }

  #tell(): void {
    const newest = this.#untold.pop();
    if (!newest) return;
    const earlier = this.#untold.map(({ message_id, user_id, is_bot, mentions, asked_by }) => ({
      message_id,
      user_id,
      ...(user_id === null && { is_bot }),
      ...(mentions !== undefined && { mentions }),
      ...(asked_by !== undefined && { asked_by }),
    }));
    this.#untold = [];
    const data = encodeFrame(earlier.length === 0 ? newest : { ...newest, earlier });
    for (const connection of this.#connections) connection.send(data);
  }
}
