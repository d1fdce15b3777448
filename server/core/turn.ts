import type { ChunkFrame, ServerFrame } from '../protocol/frames.ts';
import { BOT_NAME, PAGE_MAX } from '../protocol/limits.ts';
import type { Message } from '../protocol/messages.ts';
import { replySentence, type ReplySentence } from '../protocol/reply-sentences.ts';
import { publishActivity } from './activity.ts';
import { readAttachments } from './attachments.ts';
import { answeredIds, buildRequest, CONTEXT_MESSAGES } from './context.ts';
import { AppError } from './errors.ts';
import { Pace } from './pace.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Metrics, TurnMeter } from './ports/metrics.ts';
import { ModelError, type Model } from './ports/model.ts';
import type { MessageChange, Store } from './ports/store.ts';
import { chunkFrame, completionFrame, type Ending } from './stream-frames.ts';

/** Chunks of a reply leave at most this often (milliseconds); the first is never held back. */
export const CHUNK_INTERVAL = 50;
/** A running reply is saved at most this often (milliseconds). */
export const CHECKPOINT_INTERVAL = 1000;
/** While a reply's end cannot be saved, it is tried again this often (milliseconds). */
export const SAVE_RETRY_INTERVAL = 1000;
/** UTF-16 code units after which a reply is ended, so that a runaway model fills neither memory nor disk. */
export const REPLY_MAX = 500_000;

export interface TurnPorts {
  store: Store;
  backplane: Backplane;
  model: Model;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** One bot reply from start to end: asks the model, streams to the room, saves. */
export class Turn {
  /** As it was asked; once the turn runs, as it is by then. */
  question: Message;
  readonly #ports: TurnPorts;
  readonly #abort = new AbortController();
  /** Set by who ends the turn from outside; it then counts, whatever the model does. */
  #ended: Ending | undefined;
  #reply: Message | undefined;
  #text = '';
  /** How much of the text the room has been sent. */
  #published = 0;
  readonly #publishing: Pace;
  readonly #checkpoints: Pace;
  #isForgotten = false;
  #giveUpSaving = false;
  #wakeSaving: (() => void) | undefined;

  constructor(ports: TurnPorts, question: Message) {
    this.#ports = ports;
    this.question = question;
    this.#publishing = new Pace(ports.clock, CHUNK_INTERVAL, 'now', () => this.#publishChunk());
    this.#checkpoints = new Pace(ports.clock, CHECKPOINT_INTERVAL, 'later', () => void this.#checkpoint());
  }

  /** Id of the reply; undefined until it is stored. */
  get messageId(): number | undefined {
    return this.#reply?.id;
  }

  /** Ends the turn early; what has been said is kept. */
  end(ending: Ending): void {
    this.#ended ??= ending;
    this.#abort.abort();
  }

  /** Like `end` with `interrupted`, and does not wait for a store that cannot save. */
  shutDown(): void {
    this.end({ status: 'interrupted', detail: replySentence('interrupted') });
    this.#giveUpSaving = true;
    this.#wakeSaving?.();
  }

  /** Ends the turn early because its reply has been deleted: nothing is told of it any more. */
  forget(): void {
    this.#isForgotten = true;
    this.#publishing.stop();
    this.#checkpoints.stop();
    this.end({ status: 'stopped' });
  }

  /** The chunk that gives a late joiner all the text that the room has; undefined before the start is announced. */
  catchUp(): ChunkFrame | undefined {
    if (!this.#reply || this.#isForgotten) return undefined;
    return chunkFrame(this.#reply, 0, this.#text.slice(0, this.#published));
  }

  /**
   * Runs to the end; called once. Resolves when the end is stored and the room has been told, and at once where the
   * question has been deleted. Rejects only where the reply could not even be started, with the store's AppError.
   */
  async run(): Promise<void> {
    const { chat_id, id } = this.question;
    this.question = (await this.#ports.store.message(chat_id, id)) ?? this.question;
    if (this.question.deleted_at !== undefined) return;
    const meter = this.#ports.metrics.turnStarted();
    const { message } = await this.#ports.store.addMessage(this.#newReply());
    this.#reply = message;
    this.#publish(chunkFrame(message, 0, ''));
    const ending = await this.#generate(meter);
    this.#publishing.stop();
    this.#checkpoints.stop();
    const isSaved = await this.#save(ending);
    meter.ended(ending.status);
    if (!isSaved || this.#isForgotten) return;
    this.#publish(completionFrame(message, this.#text, ending));
    publishActivity(this.#ports.backplane, { ...message, content: this.#text });
  }

  #newReply(): Omit<Message, 'id'> {
    const { id, chat_id, username } = this.question;
    return {
      chat_id,
      user_id: null,
      username: BOT_NAME,
      content: '',
      is_bot: true,
      created_at: new Date(this.#ports.clock.now()).toISOString(),
      status: 'streaming',
      reply_to: id,
      asked_by: username,
    };
  }

  async #generate(meter: TurnMeter): Promise<Ending> {
    const { model, log } = this.#ports;
    try {
      if (this.#ended) return this.#ended;
      for await (const event of model.stream(await this.#request(), this.#abort.signal)) {
        if (event.type === 'finish') return this.#ended ?? finished(event.reason, event.detail);
        if (this.#text === '' && event.text !== '') meter.firstText();
        this.#append(event.text);
        if (this.#text.length >= REPLY_MAX) this.end(finished('length'));
        if (this.#ended) return this.#ended;
      }
      throw new ModelError(replySentence('endless'));
    } catch (error) {
      if (this.#ended) return this.#ended;
      if (error instanceof ModelError) {
        log.warn({ chat_id: this.question.chat_id, reason: error.message, cause: error.cause }, 'a bot turn failed');
        return { status: 'failed', detail: error.message };
      }
      log.error({ chat_id: this.question.chat_id, err: error }, 'a bot turn broke');
      return { status: 'failed', detail: replySentence('broken') };
    }
  }

  async #request() {
    const { store } = this.#ports;
    const { chat_id, id } = this.question;
    const [before, behind, participants, quoted] = await Promise.all([
      // Some of them may be deleted, or replies that failed.
      store.messages(chat_id, { limit: CONTEXT_MESSAGES * 3, before: id }),
      // Answers to questions asked earlier may have come after this one was asked.
      store.messages(chat_id, { limit: PAGE_MAX, after: id }),
      store.participants(chat_id),
      this.#quoted(),
    ]);
    const history = [...before, ...behind];
    const roster = participants.map((account) => account.username);
    const ids = answeredIds(this.question, history);
    const answered = (await Promise.all(ids.map((messageId) => store.message(chat_id, messageId)))).filter(
      (message) => message !== undefined,
    );
    const attached = await readAttachments(store.files, [this.question, ...(quoted ? [quoted] : [])]);
    return buildRequest(this.question, history, roster, { quoted, answered, attached });
  }

  /** The message that the question answers; undefined where there is none, or nothing left of it. */
  async #quoted(): Promise<Message | undefined> {
    const { chat_id, reply_to } = this.question;
    const quoted = reply_to === undefined ? undefined : await this.#ports.store.message(chat_id, reply_to);
    return quoted?.deleted_at === undefined ? quoted : undefined;
  }

  #append(text: string): void {
    if (text === '' || this.#isForgotten) return;
    this.#text += text;
    // The last character may have been cut in two.
    if (this.#text.length > REPLY_MAX) this.#text = this.#text.slice(0, REPLY_MAX).toWellFormed();
    this.#publishing.ask();
    this.#checkpoints.ask();
  }

  #publishChunk(): void {
    const offset = this.#published;
    this.#published = this.#text.length;
    this.#publish(chunkFrame(this.#startedReply(), offset, this.#text.slice(offset)));
  }

  #publish(frame: ServerFrame): void {
    this.#ports.backplane.publish(`chat:${this.question.chat_id}`, { frame });
  }

  async #checkpoint(): Promise<void> {
    try {
      await this.#change({ content: this.#text, status: 'streaming' });
    } catch (error) {
      if (isGone(error)) return;
      // The end is saved with more patience; until then the room still gets every chunk.
      this.#ports.log.warn({ chat_id: this.question.chat_id, err: error }, 'a running reply could not be saved');
    }
  }

  /** Saves the end, as often as it takes: nobody is told of an end that is not durable. False where it was given up. */
  async #save(ending: Ending): Promise<boolean> {
    const { clock, log } = this.#ports;
    const { chat_id } = this.question;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#change({ content: this.#text, ...ending });
        return true;
      } catch (error) {
        if (isGone(error)) return false;
        if (attempt === 1) {
          log.error({ chat_id, err: error }, 'the end of a reply could not be saved; trying on');
          const { code, message } = new AppError('storage_unavailable');
          this.#publish({ type: 'error', error: message, code, chat_id });
        }
        if (this.#giveUpSaving) return false;
        await new Promise<void>((resolve) => {
          this.#wakeSaving = resolve;
          clock.after(SAVE_RETRY_INTERVAL, resolve);
        });
      }
    }
  }

  #change(change: MessageChange): Promise<Message> {
    const { store } = this.#ports;
    return store.changeMessage(this.question.chat_id, this.#startedReply().id, ({ deleted_at }) =>
      deleted_at === undefined ? change : null,
    );
  }

  #startedReply(): Message {
    if (!this.#reply) throw new Error('the turn has not been started');
    return this.#reply;
  }
}

/** The chat, and the reply with it, has been deleted. */
function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

function finished(reason: 'complete' | 'length' | 'blocked', detail?: ReplySentence): Ending {
  switch (reason) {
    case 'complete':
      return { status: 'complete' };
    case 'length':
      return { status: 'complete', detail: detail ?? replySentence('cut') };
    case 'blocked':
      return { status: 'blocked', detail: detail ?? replySentence('refused') };
  }
}
