import type { ReplySentence } from '../../protocol/reply-sentences.ts';

/** A file that the model is to look at. */
export interface ModelFile {
  /** Such as `image/png`; see `shownTypes`. */
  type: string;
  data: Uint8Array;
  /** For models that show what they were given; people chose it. */
  name: string;
}

export type ModelPart = { text: string } | ModelFile;

/** Types of files that models look at. */
export const shownTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/heic',
  'image/heif',
  'application/pdf',
  'text/plain',
]);

/**
 * One speaker's stretch of the conversation; consecutive messages of people share one `user` content, a text part each, with
 * the message's files behind it.
 */
export interface ModelContent {
  role: 'user' | 'model';
  parts: ModelPart[];
}

export interface ModelRequest {
  /** Standing instructions, kept apart from what people write. */
  system: string;
  /** Oldest first. Ends with a `user` content and starts with one. */
  contents: ModelContent[];
}

/** Tokens as the model counts them, where it says: those of thoughts that are not shown count as the reply's. */
export interface ModelUsage {
  promptTokens: number;
  replyTokens: number;
}

/**
 * What a model yields: text as it arrives, then exactly one `finish`. `length`: the reply hit the model's limit, the text
 * stands. `blocked`: the model refused; `detail` says why in a sentence for people.
 */
export type ModelEvent =
  | { type: 'text'; text: string }
  | { type: 'finish'; reason: 'complete' | 'length' | 'blocked'; detail?: ReplySentence; usage?: ModelUsage };

/**
 * The model did not finish its reply. The message is a sentence for the people in the chat: what happened, what to do.
 * `cause` is for the log: it holds no key and nothing that people or the model wrote.
 */
export class ModelError extends Error {
  override name = 'ModelError';
  declare message: ReplySentence;

  // It narrows what may be said.
  // oxlint-disable-next-line no-useless-constructor
  constructor(message: ReplySentence, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The text generator port. */
export interface Model {
  /** Which adapter this is, for `/health` and the UI. */
  readonly kind: 'gemini' | 'demo';
  /** The model's own name, such as `gemini-flash-latest`. */
  readonly name: string;
  /**
   * Streams one reply. Throws `ModelError` for every expected failure, before or after some text. When `signal` is
   * aborted, also before the call, the iteration ends with an exception (of any kind) without delay and the generation stops.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
