import { errorSentences, type ErrorCode } from '../protocol/codes.ts';

/** An expected failure. Each edge (REST, socket) translates it once; anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Seconds until a further try makes sense; `rate_limited` only. */
  readonly retryAfter: number | undefined;

  /** @param sentence replaces the code's own sentence where a more exact one helps the reader act. */
  constructor(code: ErrorCode, sentence?: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(sentence ?? errorSentences[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
