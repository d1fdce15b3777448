import { isObject } from './chunk.ts';

/**
 * An error as Google's APIs report it (`google.rpc.Status` in JSON), be it the answer to the request or an event within
 * the stream. Source: https://cloud.google.com/apis/design/errors.
 */
export class ApiError extends Error {
  override name = 'ApiError';
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** `google.rpc` messages, each with an `@type`. */
  readonly details: readonly Record<string, unknown>[];

  constructor(status: number, message: string, details: unknown) {
    super(message);
    this.status = status;
    this.details = Array.isArray(details) ? details.filter(isObject) : [];
  }

  /** The first detail of that `google.rpc` type, such as `RetryInfo`. */
  detail(type: string): Record<string, unknown> | undefined {
    return this.details.find((detail) => detail['@type'] === `type.googleapis.com/google.rpc.${type}`);
  }

  /** The machine-readable reason, such as `API_KEY_INVALID`, where there is one. */
  get reason(): unknown {
    return this.detail('ErrorInfo')?.reason;
  }
}
