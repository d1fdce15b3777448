import type { DeliveryProblem } from '../../protocol/webhooks.ts';
import type { Posted } from '../ports/webhooks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds from each attempt that failed to the next; behind the last there is none. */
export const RETRY_WAITS = [10_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR] as const;

/** A webhook where nothing has arrived for so many milliseconds is switched off. */
export const GIVE_UP_AFTER = 3 * 24 * HOUR;

/**
 * When a delivery is tried again, in milliseconds from now; undefined where it is not.
 * @param attempts how many there were. @param random 0 to 1: spreads what failed together over a fifth of the wait.
 * @param retryAfter seconds that the receiver has asked for.
 */
export function nextWait(attempts: number, random: number, retryAfter = 0): number | undefined {
  const wait = RETRY_WAITS[attempts - 1];
  if (wait === undefined) return undefined;
  const asked = Math.min(retryAfter * 1000, RETRY_WAITS.at(-1)!);
  return Math.max(Math.round(wait * (0.9 + random * 0.2)), asked);
}

/** Why what came of an attempt is no success; null where it is one. */
export function problemOf(posted: Posted): DeliveryProblem | null {
  if ('problem' in posted) return posted.problem;
  const { status } = posted;
  if (status >= 200 && status < 300) return null;
  if (status === 410) return 'gone';
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

const sentences: Record<DeliveryProblem, string> = {
  no_such_host: 'There is no server of that name.',
  refused: 'The address leads where webhooks of this server may not go.',
  unreachable: 'Nobody took the connection, or it broke.',
  tls: 'The connection is not safe: the certificate is not valid for this address.',
  timeout: 'There was no answer within 10 seconds.',
  status: 'The receiver answered with an error.',
  redirect: 'The receiver sent us elsewhere, and redirects are not followed.',
  gone: 'The receiver said that it is gone for good.',
  message_deleted: 'The message was deleted before it could be delivered.',
  switched_off: 'The webhook was switched off before this could be delivered.',
  overflow: 'Too much was waiting; the oldest was left out.',
};

/** The problem in a sentence. */
export function problemSentence(problem: DeliveryProblem | null): string | null {
  return problem && sentences[problem];
}
