import { GoogleGenerativeAIFetchError } from '@google/generative-ai';
import { ModelError } from '../../core/ports/model.ts';
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

/** What Google says about an error, as a sentence to append; '' where it says nothing. */
function quoted(message: string, apiKey: string): string {
  const line = redact(message, apiKey)
    .replaceAll(/[\s"]+/g, ' ')
    .trim();
  if (line === '') return '';
  return ` Google says: "${line.length > 200 ? `${line.slice(0, 200)}...` : line}"`;
}

const keyReasons = new Set<unknown>(['API_KEY_INVALID', 'CONSUMER_SUSPENDED', 'CONSUMER_INVALID']);

const SET_KEY =
  'Its host can set another one: in the host settings of the app, or as GEMINI_API_KEY where the server is started.';

function readApiError(error: ApiError, { apiKey, model }: Setup): Failure {
  const { status, message } = error;
  const google = quoted(message, apiKey);
  if (keyReasons.has(error.reason) || status === 401) {
    return { kind: 'key', sentence: `Google does not accept the Gemini API key of this server. ${SET_KEY}${google}` };
  }
  switch (status) {
    case 400:
      if (/token count .*exceeds/i.test(message)) {
        return {
          kind: 'refused',
          sentence: 'The conversation is longer than the model can read. Go on in a new chat.',
        };
      }
      if (/location is not supported/i.test(message)) {
        return {
          kind: 'refused',
          sentence:
            'Google does not offer the Gemini API free of charge where this server runs. ' +
            'Its host can turn on billing for the key in Google AI Studio.',
        };
      }
      return { kind: 'refused', sentence: `Gemini rejected the request.${google}` };
    case 403:
      return {
        kind: 'key',
        sentence: `The Gemini API key of this server is not allowed to do this. ${SET_KEY}${google}`,
      };
    case 404:
      return {
        kind: 'refused',
        sentence:
          `Google has no model named ${model} that could answer here. ` +
          'The host of this server can choose another one with GEMINI_MODEL, such as gemini-flash-latest.',
      };
    case 429:
      return readQuota(error, model);
    case 503:
      return {
        kind: 'unavailable',
        sentence: 'Gemini is overloaded at the moment. Ask again in a few minutes.',
        transient: true,
      };
    case 500:
    case 502:
      return {
        kind: 'unavailable',
        sentence: 'Gemini has a fault of its own at the moment. Ask again in a few minutes.',
        transient: true,
      };
    case 504:
      return { kind: 'timeout', sentence: 'Gemini could not answer in time. Ask again, or for something smaller.' };
    default:
      return {
        kind: status < 500 ? 'refused' : 'unavailable',
        sentence: `Gemini answered with an error (${status}).${google}`,
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
      sentence: `Gemini has been silent for ${duration(error.ms)}, so the reply was given up. Ask again.`,
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
      sentence: `The Gemini API key of this server contains characters that cannot be part of one. ${SET_KEY}`,
    };
  }
  const message = error instanceof Error ? error.message : '';
  if (message.includes('Error fetching from')) {
    return {
      kind: 'unreachable',
      sentence:
        'Gemini cannot be reached. The computer that hosts this chat needs an internet connection; ' +
        'its host should check that, and whether a firewall or proxy is in the way.',
    };
  }
  if (message.includes('Error reading from the stream')) {
    return { kind: 'incomplete', sentence: 'The connection to Gemini broke off, and with it the reply. Ask again.' };
  }
  return {
    kind: 'incomplete',
    sentence: "What came back is not a reply of Gemini's, or only a part of one. Ask again.",
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
