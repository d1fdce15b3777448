import type { ServerFrame } from '../protocol/frames.ts';
import type { Message } from '../protocol/messages.ts';
import { replySentence } from '../protocol/reply-sentences.ts';
import { AppError } from './errors.ts';
import { Turn, type TurnPorts } from './turn.ts';

/** Questions that may wait in one chat, besides the one that is being answered. */
export const QUEUE_MAX = 20;

/** The bot turns of one chat: the first runs, the others wait in order. */
type Queue = Turn[];

/** All bot turns: one at a time per chat, chats independent of each other. */
export class Turns {
  readonly #ports: TurnPorts;
  readonly #queues = new Map<number, Queue>();
  readonly #running = new Set<Promise<void>>();
  #closing = false;

  constructor(ports: TurnPorts) {
    this.#ports = ports;
  }

  /** How many chats are being answered in. */
  get runningCount(): number {
    return this.#queues.size;
  }

  /** How many questions wait, in all chats. */
  get waitingCount(): number {
    let count = 0;
    for (const queue of this.#queues.values()) count += queue.length - 1;
    return count;
  }

  /** @throws AppError `too_many_turns` where the chat's queue is full; asked before a question is stored. */
  requireCapacity(chatId: number): void {
    if ((this.#queues.get(chatId)?.length ?? 0) > QUEUE_MAX) throw new AppError('too_many_turns');
  }

  /** Answers a stored question as soon as the chat's earlier ones are done. */
  ask(question: Message): void {
    if (this.#closing) return;
    const turn = new Turn(this.#ports, question);
    const queue = this.#queues.get(question.chat_id);
    if (queue) {
      queue.push(turn);
      this.#publish(question.chat_id, queued(turn, queue.length - 2));
      return;
    }
    const started = [turn];
    this.#queues.set(question.chat_id, started);
    this.#track(this.#work(question.chat_id, started));
  }

  /**
   * Stops a running reply, named by its message id, or a waiting one, named by its question's. Every participant may:
   * a runaway answer is everybody's.
   * @param username who stops it.
   * @returns false where there is no such turn.
   */
  stop(chatId: number, messageId: number, username: string): boolean {
    const queue = this.#queues.get(chatId) ?? [];
    const place = queue.findIndex((turn, at) => (at === 0 ? turn.messageId : turn.question.id) === messageId);
    const turn = queue[place];
    if (!turn) return false;
    turn.end({ status: 'stopped', detail: replySentence('stopped', { name: username }) });
    if (place > 0) {
      queue.splice(place, 1);
      // An ended turn asks nothing of the model: it only stores and tells its end.
      this.#track(this.#run(turn));
      this.#publishPositions(chatId, queue);
    }
    return true;
  }

  /** Something has been deleted: a reply that runs is written no more, a question that waits is asked no more. */
  forgetMessage(chatId: number, messageId: number): void {
    const queue = this.#queues.get(chatId) ?? [];
    if (queue[0]?.messageId === messageId) return queue[0].forget();
    const place = queue.findIndex((turn, at) => at > 0 && turn.question.id === messageId);
    if (place === -1) return;
    queue.splice(place, 1);
    this.#publishPositions(chatId, queue);
  }

  /** What somebody who comes now must be told of: the running reply so far, and who waits. */
  catchUps(chatId: number): ServerFrame[] {
    const [current, ...waiting] = this.#queues.get(chatId) ?? [];
    const running = current?.catchUp();
    return [...(running ? [running] : []), ...waiting.map(queued)];
  }

  /** Ends the turns of a chat that is no more, without a word. */
  forget(chatId: number): void {
    const queue = this.#queues.get(chatId);
    queue?.splice(1);
    queue?.[0]?.shutDown();
  }

  /** Stores running replies as `interrupted` and forgets those that wait. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const queue of this.#queues.values()) {
      queue.splice(1);
      queue[0]?.shutDown();
    }
    await Promise.all(this.#running);
  }

  async #work(chatId: number, queue: Queue): Promise<void> {
    for (let turn = queue[0]; turn; turn = queue[0]) {
      await this.#run(turn);
      queue.shift();
      this.#publishPositions(chatId, queue);
    }
    this.#queues.delete(chatId);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #run(turn: Turn): Promise<void> {
    const { chat_id, user_id } = turn.question;
    try {
      await turn.run();
    } catch (error) {
      // The chat has been deleted: nobody waits for this answer.
      if (error instanceof AppError && error.code === 'not_found') return;
      this.#ports.log.error({ chat_id, err: error }, 'a bot turn could not be started');
      const failure = error instanceof AppError ? error : new AppError('internal');
      this.#ports.backplane.publish(`user:${user_id ?? 0}`, {
        frame: { type: 'error', error: failure.message, code: failure.code, chat_id },
      });
    }
  }

  #publishPositions(chatId: number, queue: Queue): void {
    queue.slice(1).forEach((turn, position) => this.#publish(chatId, queued(turn, position)));
  }

  #publish(chatId: number, frame: ServerFrame): void {
    this.#ports.backplane.publish(`chat:${chatId}`, { frame });
  }
}

function queued({ question }: Turn, position: number): ServerFrame {
  const { chat_id, id, username } = question;
  return { type: 'turn_queued', chat_id, message_id: id, username, position };
}
