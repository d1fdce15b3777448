import type { ErrorRequestHandler } from 'express';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import { errorSentences, type ErrorCode } from '../protocol/codes.ts';
import type { ErrorBody, Issue } from '../protocol/errors.ts';
import { isGoneAway } from './gone-away.ts';
import { InvalidInput } from './parse.ts';
import { loggedPath } from './request-log.ts';

/** The HTTP status of each code. */
export const statuses: Record<ErrorCode, number> = {
  invalid: 422,
  not_authenticated: 401,
  bad_credentials: 401,
  banned: 403,
  username_taken: 400,
  display_name_taken: 400,
  email_taken: 400,
  not_authorized: 403,
  invite_required: 403,
  registration_closed: 403,
  invite_invalid: 404,
  reset_invalid: 404,
  not_a_guest: 400,
  host_stays: 400,
  owner_stays: 400,
  owner_leaves: 400,
  lobby_stays: 400,
  setting_given: 400,
  user_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  file_gone: 404,
  files_full: 507,
  archive_busy: 409,
  archive_invalid: 422,
  no_room: 507,
  rate_limited: 429,
  too_many_turns: 429,
  nothing_to_stop: 404,
  message_deleted: 400,
  too_many_reactions: 400,
  too_many_pins: 400,
  too_many_webhooks: 400,
  webhook_name: 400,
  webhook_url: 400,
  webhook_inactive: 403,
  webhooks_off: 403,
  host_not_allowed: 403,
  origin_not_allowed: 403,
  storage_unavailable: 503,
  not_ready: 503,
  internal: 500,
};

/** The one place where a failure becomes an answer. */
export function translateErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (isGoneAway(req, error)) return;
    const failure = asExpected(error);
    // A page that was about to be sent has said of itself what it is, and for how long.
    res.type('json').set('Cache-Control', 'no-store');
    if (failure instanceof InvalidInput) {
      const body: ErrorBody = { detail: failure.issues, code: 'invalid' };
      res.status(422).json(body);
      return;
    }
    // For the log of requests.
    res.locals['code'] = failure.code;
    if (failure.code === 'internal')
      log.error({ err: error, method: req.method, path: loggedPath(req.originalUrl) }, 'a request broke');
    if (failure.code === 'not_authenticated') res.set('WWW-Authenticate', 'Bearer');
    if (failure.retryAfter !== undefined) res.set('Retry-After', String(failure.retryAfter));
    const body: ErrorBody = { detail: failure.message, code: failure.code };
    res.status(statuses[failure.code]).json(body);
  };
}

function asExpected(error: unknown): AppError | InvalidInput {
  if (error instanceof AppError || error instanceof InvalidInput) return error;
  const status = clientErrorStatus(error);
  if (status === 413) return new AppError('too_large');
  if (status === 404) return new AppError('not_found');
  // What express and its body parser find wrong with a request: broken JSON, a bad charset, a bad escape in the address.
  if (status !== undefined) return new InvalidInput([bodyIssue(error)]);
  return new AppError('internal');
}

function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function bodyIssue(error: unknown): Issue {
  const type = error instanceof Error && 'type' in error ? String(error.type) : 'invalid';
  if (type === 'entity.parse.failed') return { loc: ['body'], msg: 'The body is not valid JSON', type: 'json_invalid' };
  return { loc: ['body'], msg: errorSentences.invalid, type };
}
