import { GoogleGenerativeAIFetchError } from '@google/generative-ai';
import { ModelError } from '../../core/ports/model.ts';
import { replySentence, type ReplySentence } from '../../protocol/reply-sentences.ts';
import { Timeout } from '../wait.ts';
import { ApiError } from './api-error.ts';
import type { Failure } from './failure.ts';
import { duration, readQuota } from './quota.ts';

/** What the sentences speak of. */
export interface Setup {
  apiKey: string;
  model: string;
}

/** Shorter "keys" are words that happen to stand in sentences. */
const SHORTEST_SECRET = 8;

/**
 * Takes everything secret out of a text from outside: Google repeats the key in some errors ("Consumer 'api_key:...' has
 * been suspended"), and so do header errors of the runtime.
 */
export function redact(text: string, apiKey: string): string {
  const key = apiKey.trim();
  const known = key.length < SHORTEST_SECRET ? text : text.replaceAll(key, '(key)');
  return known.replace(/api_key:[^'"\s]+|AIza[\w-]{10,}/g, '(key)').replace(/\bhttps?:\/\/\S+/g, '(address)');
}

/** A sentence, and after it what Google says about the error where it says anything. */
function quoting(message: string, apiKey: string, sentence: ReplySentence): ReplySentence {
  const line = redact(message, apiKey)
    .replaceAll(/[\s"]+/g, ' ')
    .trim();
  if (line === '') return sentence;
  return replySentence('quoted', { sentence, quote: line.length > 200 ? `${line.slice(0, 200)}...` : line });
}

const keyReasons = new Set<unknown>(['API_KEY_INVALID', 'CONSUMER_SUSPENDED', 'CONSUMER_INVALID']);

function readApiError(error: ApiError, { apiKey, model }: Setup): Failure {
  const { status, message } = error;
  const withQuote = (sentence: ReplySentence) => quoting(message, apiKey, sentence);
  if (keyReasons.has(error.reason) || status === 401) {
    return { kind: 'key', sentence: withQuote(replySentence('keyInvalid')) };
  }
  switch (status) {
    case 400:
      if (/token count .*exceeds/i.test(message)) {
        return {
          kind: 'refused',
          sentence: replySentence('tooLong'),
        };
      }
      if (/location is not supported/i.test(message)) {
        return {
          kind: 'refused',
          sentence: replySentence('notOffered'),
        };
      }
      return { kind: 'refused', sentence: withQuote(replySentence('rejected')) };
    case 403:
      return {
        kind: 'key',
        sentence: withQuote(replySentence('keyForbidden')),
      };
    case 404:
      return {
        kind: 'refused',
        sentence: replySentence('noSuchModel', { model }),
      };
    case 429:
      return readQuota(error, model);
    case 503:
      return {
        kind: 'unavailable',
        sentence: replySentence('overloaded'),
        transient: true,
      };
    case 500:
    case 502:
      return {
        kind: 'unavailable',
        sentence: replySentence('fault'),
        transient: true,
      };
    case 504:
      return { kind: 'timeout', sentence: replySentence('late') };
    default:
      return {
        kind: status < 500 ? 'refused' : 'unavailable',
        sentence: withQuote(replySentence('error', { status })),
      };
  }
}

/** True where a header cannot carry the key; the runtime's own words would repeat it. */
function isUnsendable(apiKey: string): boolean {
  try {
    new Headers().append('x-goog-api-key', apiKey);
    return false;
  } catch {
    return true;
  }
}

/** Translates whatever the SDK throws; it tells most faults apart in its messages only. */
export function readFailure(error: unknown, setup: Setup): Failure {
  if (error instanceof ModelError) return { kind: 'incomplete', sentence: error.message };
  if (error instanceof Timeout) {
    return {
      kind: 'timeout',
      sentence: replySentence('silent', { duration: duration(error.ms) }),
    };
  }
  if (error instanceof ApiError) return readApiError(error, setup);
  if (error instanceof GoogleGenerativeAIFetchError) {
    const { status, statusText, errorDetails } = error;
    return readApiError(new ApiError(status ?? 500, ownMessage(error, statusText), errorDetails), setup);
  }
  if (isUnsendable(setup.apiKey)) {
    return {
      kind: 'key',
      sentence: replySentence('keyUnsendable'),
    };
  }
  const message = error instanceof Error ? error.message : '';
  if (message.includes('Error fetching from')) {
    return {
      kind: 'unreachable',
      sentence: replySentence('unreachable'),
    };
  }
  if (message.includes('Error reading from the stream')) {
    return { kind: 'incomplete', sentence: replySentence('connectionBroke') };
  }
  return {
    kind: 'incomplete',
    sentence: replySentence('notAReply'),
  };
}

/** The SDK's message is its own prefix, Google's message, and the details as JSON. */
function ownMessage(error: GoogleGenerativeAIFetchError, statusText: string | undefined): string {
  const prefix = `[${error.status} ${statusText ?? ''}] `;
  const start = error.message.indexOf(prefix);
  const text = start < 0 ? error.message : error.message.slice(start + prefix.length);
  const details = error.errorDetails ? ` ${JSON.stringify(error.errorDetails)}` : '';
  return details !== '' && text.endsWith(details) ? text.slice(0, -details.length) : text;
}
