import { randomBytes } from 'node:crypto';

/** Id of a new session from the system's random numbers: 128 bits, which nobody guesses. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}
