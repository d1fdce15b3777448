import { errorSentences } from '../protocol/codes.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import { BOT_COMMAND, closeCodes } from '../protocol/limits.ts';
import { Absentees } from './absentees.ts';
import { publishActivity } from './activity.ts';
import type { Chats } from './chats.ts';
import { compose, messageFrame, requireSayable, type Composed } from './compose.ts';
import { questionText } from './context.ts';
import { encodeFrame } from './encode.ts';
import { AppError } from './errors.ts';
import type { Files, TakenFiles } from './files.ts';
import type { Backplane, SessionsEnded } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Connection } from './ports/connection.ts';
import type { Limiter } from './ports/limiter.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Store, StoredChat } from './ports/store.ts';
import type { Presence } from './presence.ts';
import { Rooms } from './rooms.ts';
import type { Reading } from './reading.ts';
import type { Settings } from './settings.ts';
import type { Sessions } from './sessions.ts';
import type { Turns } from './turns.ts';
import type { Versions } from './versions.ts';

interface HubParts {
  store: Store;
  backplane: Backplane;
  limiter: Limiter;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  chats: Chats;
  files: Files;
  turns: Turns;
  reading: Reading;
  presence: Presence;
  sessions: Sessions;
  versions: Versions;
  limits: Pick<Settings, 'messageMax'>;
}

/** How much there is of everything right now. */
export interface Load {
  connections: number;
  /** People who are connected. */
  people: number;
  rooms: number;
  /** Members of all rooms; who is in two of them counts twice. */
  members: number;
  turnsRunning: number;
  turnsWaiting: number;
}

/** What the hub keeps of a connection. */
interface Attendance {
  /** Frames of one connection take effect in their order: each waits for the one before it. */
  last: Promise<void>;
  /** Ends the subscription to what concerns the user wherever they are. */
  unsubscribe: () => void;
  /** Chats that its user has been removed from while it was there; what was checked before that does not count. */
  removedFrom: Set<number>;
}

type FrameOf<Type extends ClientFrame['type']> = Extract<ClientFrame, { type: Type }>;

/** Routes frames: takes what connections send, checks it, and puts it where it belongs. */
export class Hub {
  readonly #parts: HubParts;
  readonly #rooms: Rooms;
  readonly #absentees: Absentees;
  readonly #attendances = new Map<Connection, Attendance>();
  readonly #removed = new WeakSet<Connection>();
  readonly #storing = new Set<Promise<void>>();
  #closing = false;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.#rooms = new Rooms(parts.backplane, parts.metrics);
    this.#absentees = new Absentees(parts.backplane, parts.clock);
  }

  get load(): Load {
    const { presence, turns } = this.#parts;
    return {
      connections: this.#attendances.size,
      people: presence.count,
      rooms: this.#rooms.count,
      members: this.#rooms.memberCount,
      turnsRunning: turns.runningCount,
      turnsWaiting: turns.waitingCount,
    };
  }

  connect(connection: Connection): void {
    if (this.#closing) return connection.close(closeCodes.goingAway, 'The server is stopping.');
    const unsubscribe = this.#parts.backplane.subscribe(`user:${connection.userId}`, ({ frame, ended }) => {
      if (!ended) return this.#concern(connection, frame);
      if (isEnded(connection, ended)) this.#signOut(connection, frame);
    });
    this.#attendances.set(connection, { last: this.#arrive(connection), unsubscribe, removedFrom: new Set() });
    this.#parts.presence.add(connection);
  }

  disconnect(connection: Connection): void {
    const attendance = this.#attendances.get(connection);
    if (!attendance) return;
    attendance.unsubscribe();
    this.#attendances.delete(connection);
    this.#rooms.leaveAll(connection);
    this.#absentees.removeAll(connection);
    this.#parts.presence.remove(connection);
  }

  /**
   * Takes a frame. Resolves when it has taken its place in the order of things (a message is then under way to the
   * store); never rejects: what is refused is answered with an `error` frame.
   */
  receive(connection: Connection, frame: ClientFrame): Promise<void> {
    const attendance = this.#attendances.get(connection);
    if (!attendance) return Promise.resolve();
    attendance.last = attendance.last.then(() => this.#handle(connection, frame));
    return attendance.last;
  }

  /**
   * Answers with an `error` frame.
   * @param frame what was refused, parsed or not; what identifies it is repeated in the answer.
   */
  refuse(connection: Connection, error: unknown, frame: object): void {
    if (!(error instanceof AppError)) this.#parts.log.error({ err: error }, 'a frame could not be handled');
    const { code, message, retryAfter } = error instanceof AppError ? error : new AppError('internal');
    const { chat_id, client_id } = { chat_id: undefined, client_id: undefined, ...frame };
    sendTo(connection, {
      type: 'error',
      error: message,
      code,
      // JSON knows numbers that are read as infinite, and has none to write them.
      ...(Number.isFinite(chat_id) && { chat_id }),
      ...(typeof client_id === 'string' && { client_id }),
      ...(retryAfter !== undefined && { retry_after: retryAfter }),
    });
  }

  /** Sends a connection that has missed chunks the whole text of every running reply in its rooms. */
  catchUp(connection: Connection): void {
    for (const chatId of this.#rooms.chatIds(connection)) this.#sendCatchUps(connection, chatId);
  }

  /** Ends running turns, waits until what was accepted is stored, and closes every connection. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#attendances.values()].map((attendance) => attendance.last));
    await Promise.all(this.#storing);
    await this.#parts.turns.close();
    // Everybody goes: that they leave is no news to the others.
    this.#rooms.close();
    for (const connection of this.#attendances.keys()) {
      connection.close(closeCodes.goingAway, 'The server is stopping.');
      this.disconnect(connection);
    }
    this.#parts.presence.close();
    this.#parts.reading.close();
  }

  /** Subscribes a connection to what happens in its user's chats; later ones are heard of as they come. */
  async #arrive(connection: Connection): Promise<void> {
    const { store, log, sessions } = this.#parts;
    try {
      const [account, chats] = await Promise.all([store.account(connection.userId), store.chatsOf(connection.userId)]);
      if (!this.#attendances.has(connection)) return;
      // Removed between their sign-in and here, before anybody could tell this connection.
      if (!account) return this.#concern(connection, { type: 'removed' });
      if (account.banned_at !== null) return this.#concern(connection, { type: 'removed', reason: 'banned' });
      if (!sessions.isGood({ account, signIn: connection.signIn }))
        return this.#signOut(connection, { type: 'signed_out', reason: 'signed_out' });
      for (const { id } of chats) if (!this.#isRemoved(connection, id)) this.#stayOutside(connection, id);
    } catch (error) {
      log.warn({ err: error }, "a connection's chats could not be looked up");
      connection.close(closeCodes.tryAgainLater, 'Your chats cannot be read at the moment. Connect again.');
    }
  }

  /** Passes on what concerns the user wherever they are. */
  #concern(connection: Connection, frame: ServerFrame): void {
    sendTo(connection, frame);
    const removedFrom = this.#attendances.get(connection)?.removedFrom;
    if (frame.type === 'chat_added') {
      removedFrom?.delete(frame.chat.id);
      this.#stayOutside(connection, frame.chat.id);
    } else if (frame.type === 'chat_removed') {
      removedFrom?.add(frame.chat_id);
      this.#rooms.leave(connection, frame.chat_id);
      this.#absentees.remove(connection, frame.chat_id);
    } else if (frame.type === 'removed') {
      this.#removed.add(connection);
      this.disconnect(connection);
      connection.close(
        closeCodes.removed,
        frame.reason === 'banned' ? errorSentences.banned : 'The host has removed you.',
      );
    }
  }

  /** Its session has ended: nothing of it counts any more, whatever was checked before. */
  #signOut(connection: Connection, frame: ServerFrame): void {
    sendTo(connection, frame);
    this.#removed.add(connection);
    this.disconnect(connection);
    connection.close(closeCodes.tokenExpired, 'You have been signed out.');
  }

  /** Its user takes no part in the chat any more, whatever the store said before. */
  #isRemoved(connection: Connection, chatId: number): boolean {
    return this.#removed.has(connection) || this.#attendances.get(connection)?.removedFrom.has(chatId) === true;
  }

  #stayOutside(connection: Connection, chatId: number): void {
    if (!this.#rooms.find(connection, chatId)) this.#absentees.add(connection, chatId);
  }

  async #handle(connection: Connection, frame: ClientFrame): Promise<void> {
    try {
      if (this.#closing) throw new AppError('not_ready');
      if (frame.type === 'ping') return sendTo(connection, { type: 'pong' });
      await this.#parts.limiter.consume('frame', `user:${connection.userId}`);
      if (frame.type === 'presence') return await this.#presence(connection, frame);
      const chat = await this.#parts.chats.requireParticipant(connection.userId, frame.chat_id);
      // Gone in the meantime, and not to be let into a room any more.
      if (!this.#attendances.has(connection)) return;
      if (this.#isRemoved(connection, chat.id)) throw new AppError('not_authorized');
      await this.#route(connection, chat, frame);
    } catch (error) {
      this.refuse(connection, error, frame);
    }
  }

  async #route(
    connection: Connection,
    chat: StoredChat,
    frame: Exclude<ClientFrame, { type: 'ping' | 'presence' }>,
  ): Promise<void> {
    const { backplane, turns } = this.#parts;
    const { userId, username } = connection;
    switch (frame.type) {
      case 'join':
        return this.#join(connection, chat.id);
      case 'leave':
        this.#rooms.leave(connection, chat.id);
        return this.#absentees.add(connection, chat.id);
      case 'message':
        return this.#message(connection, chat, frame);
      case 'typing':
        return backplane.publish(`chat:${chat.id}`, {
          frame: { type: 'typing', chat_id: chat.id, username },
          exceptUserId: userId,
        });
      case 'read':
        await this.#parts.reading.read({ id: userId, username }, chat.id, frame.message_id);
        return;
      case 'stop':
        if (!turns.stop(chat.id, frame.message_id, username)) throw new AppError('nothing_to_stop');
    }
  }

  async #presence(connection: Connection, { status }: FrameOf<'presence'>): Promise<void> {
    await this.#parts.limiter.consume('presence', `user:${connection.userId}`);
    this.#parts.presence.setStatus(connection, status);
  }

  async #join(connection: Connection, chatId: number): Promise<void> {
    const room = this.#rooms.enter(connection, chatId);
    this.#absentees.remove(connection, chatId);
    // Subscribed by now, so nothing falls between this number and what the room is told next.
    const lastMessageId = await this.#parts.store.lastMessageId(chatId);
    if (!room.has(connection)) return;
    const version = this.#parts.versions.of(chatId);
    sendTo(connection, {
      type: 'joined',
      chat_id: chatId,
      members: room.usernames,
      last_message_id: lastMessageId,
      version,
    });
    this.#sendCatchUps(connection, chatId);
    room.setReady(connection);
  }

  async #message(connection: Connection, chat: StoredChat, frame: FrameOf<'message'>): Promise<void> {
    const { limiter, turns, limits } = this.#parts;
    const { content, forward, file_ids = [] } = frame;
    requireSayable(frame, limits.messageMax);
    const keys = [`user:${connection.userId}`, `address:${connection.address}`];
    await limiter.consume('message', ...keys);
    const isAsking = content.startsWith(BOT_COMMAND) && (questionText(content) !== '' || file_ids.length > 0);
    const isQuestion = forward === undefined && (chat.is_ai_chat || isAsking);
    if (isQuestion) {
      turns.requireCapacity(chat.id);
      await limiter.consume('turn', ...keys);
    }
    const { files, ...composed } = await compose(this.#parts, connection.userId, frame);
    // While all that was looked at.
    const places = [chat.id, ...(forward ? [forward.chat_id] : [])];
    if (places.some((chatId) => this.#isRemoved(connection, chatId))) {
      await files?.release();
      throw new AppError('not_authorized');
    }
    const storing = this.#store(connection, frame, composed, isQuestion, files);
    this.#storing.add(storing);
    void storing.finally(() => this.#storing.delete(storing));
  }

  /** Stores a message and tells the room; does not hold up the sender's next frames. */
  async #store(
    connection: Connection,
    frame: FrameOf<'message'>,
    composed: Composed,
    isQuestion: boolean,
    files: TakenFiles | undefined,
  ): Promise<void> {
    const { store, backplane, clock, turns, metrics, reading } = this.#parts;
    let keptBy: number | undefined;
    try {
      const { message, added } = await store.addMessage({
        chat_id: frame.chat_id,
        user_id: connection.userId,
        username: connection.username,
        ...composed,
        is_bot: false,
        created_at: new Date(clock.now()).toISOString(),
        status: 'complete',
        ...(frame.client_id !== undefined && { client_id: frame.client_id }),
        ...(files && files.entries.length > 0 && { files: files.entries }),
      });
      if (added) {
        keptBy = message.id;
        metrics.messageStored();
        reading.stored(message);
      }
      const echo = messageFrame(message);
      if (added) backplane.publish(`chat:${frame.chat_id}`, { frame: echo });
      const isHeard = added && this.#rooms.find(connection, frame.chat_id) !== undefined;
      if (!isHeard && !this.#isRemoved(connection, frame.chat_id)) sendTo(connection, echo);
      if (added) publishActivity(backplane, message);
      if (added && isQuestion) turns.ask(message);
    } catch (error) {
      // A chat that has been deleted in the meantime is as one that is not the sender's.
      const isGone = error instanceof AppError && error.code === 'not_found';
      this.refuse(connection, isGone ? new AppError('not_authorized') : error, frame);
    }
    // The message is told by then: that it has them is known from itself.
    if (keptBy === undefined) await files?.release();
    else await files?.keep(keptBy);
  }

  #sendCatchUps(connection: Connection, chatId: number): void {
    for (const frame of this.#parts.turns.catchUps(chatId)) sendTo(connection, frame);
  }
}

function isEnded({ signIn: { sessionId } }: Connection, { session_ids, except }: SessionsEnded): boolean {
  if (session_ids === null) return sessionId === undefined || sessionId !== except;
  return sessionId !== undefined && session_ids.includes(sessionId);
}

function sendTo(connection: Connection, frame: ServerFrame): void {
  connection.send(encodeFrame(frame));
}
