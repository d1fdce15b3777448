import { replySentence, type ReplySentence } from '../../protocol/reply-sentences.ts';
import type { ApiError } from './api-error.ts';
import type { Failure } from './failure.ts';

/** "40 seconds", "3 minutes", "2 hours": rounded up, so that nobody comes back too early. */
export function duration(ms: number): ReplySentence {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 120) return seconds === 1 ? replySentence('second') : replySentence('seconds', { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120
    ? replySentence('minutes', { count: minutes })
    : replySentence('hours', { count: Math.ceil(minutes / 60) });
}

/** Milliseconds that Google asks to wait, from a protobuf Duration such as "26s" or "20.04466179s". */
function retryDelay(error: ApiError): number | undefined {
  const delay = error.detail('RetryInfo')?.retryDelay;
  const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

/**
 * What a 429 means. Quotas are told apart by their ids, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`;
 * several may be violated at once. A day's quota comes with a short `retryDelay` all the same, which does not help.
 */
export function readQuota(error: ApiError, model: string): Failure {
  const violations: unknown = error.detail('QuotaFailure')?.violations;
  const text = `${JSON.stringify(violations ?? '')} ${error.message}`;

  // What a plan does not include is reported as a quota of 0.
  if (/\blimit: 0\b/.test(error.message)) {
    return {
      kind: 'quota',
      sentence: replySentence('planWithout', { model }),
    };
  }
  if (/per_?day/i.test(text)) {
    return {
      kind: 'quota',
      sentence: replySentence('dayUsedUp', { model }),
    };
  }
  const delay = retryDelay(error);
  const what = /token_?count|tokensper/i.test(text) ? 'textPerMinute' : 'questionsPerMinute';
  const when = delay === undefined ? replySentence('aMinute') : duration(delay);
  return {
    kind: 'quota',
    sentence: replySentence(what, { duration: when }),
    ...(delay === undefined ? {} : { retryAfterMs: delay }),
  };
}
