import { errorBody, type Issue } from '../../server/protocol/errors.ts';
import { errorSentences, type ErrorCode } from '../../server/protocol/codes.ts';
import { serverSentence } from '../texts/server-sentence.ts';
import { text } from '../texts/text.ts';

/**
 * Why a call failed:
 * `refused` the server answered with an error, `network` it could not be reached or did not answer in time,
 * `malformed` its answer is not of the agreed form, `local` this program refused before anything was sent.
 */
export type ApiErrorKind = 'refused' | 'network' | 'malformed' | 'local';

type Details = {
  kind: ApiErrorKind;
  message: string;
  status?: number | undefined;
  code?: ErrorCode | undefined;
  issues?: readonly Issue[] | undefined;
  retryAfter?: number | undefined;
};

/** Every failure of a call to the server. `message` is a sentence that can be shown as it is. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  /** HTTP status; null where there was no answer. */
  readonly status: number | null;
  /** Word of the closed list in `server/protocol/codes.ts`; null where the server named none. */
  readonly code: ErrorCode | null;
  /** 422 only: what is wrong with which field (`loc` is e.g. `['body', 'email']`); else empty. */
  readonly issues: readonly Issue[];
  /** Seconds until a further try makes sense; null where the server named none. */
  readonly retryAfter: number | null;

  constructor(details: Details) {
    super(details.message);
    this.name = 'ApiError';
    this.kind = details.kind;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.issues = details.issues ?? [];
    this.retryAfter = details.retryAfter ?? null;
  }
}

/** The server could not be reached, or did not answer in time. */
export function unreachable(): ApiError {
  return new ApiError({
    kind: 'network',
    message: text('error.unreachable'),
  });
}

/** The server answered with something that is not of the agreed form. */
export function malformed(status: number): ApiError {
  return new ApiError({
    kind: 'malformed',
    status,
    message: text('error.malformed'),
  });
}

/** Turns an error answer into an `ApiError`; `body` is whatever JSON came, or undefined. */
export function refused(status: number, body: unknown, retryAfterHeader: string | null): ApiError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return malformed(status);
  const { detail, code } = parsed.data;
  const seconds = Number(retryAfterHeader);
  return new ApiError({
    kind: 'refused',
    status,
    code,
    message: typeof detail === 'string' ? serverSentence(detail, code) : sentenceOf(detail),
    issues: typeof detail === 'string' ? [] : detail.map((issue) => ({ ...issue, msg: serverSentence(issue.msg) })),
    retryAfter: retryAfterHeader !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
  });
}

function sentenceOf(issues: readonly Issue[]): string {
  if (issues.length === 0) return serverSentence(errorSentences.invalid, 'invalid');
  return issues
    .map(({ loc, msg }) => [...(loc.length > 1 ? [String(loc.at(-1))] : []), serverSentence(msg)].join(': '))
    .join('; ');
}
