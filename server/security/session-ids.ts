import { createHash, randomBytes } from 'node:crypto';
import type { ResetSecrets } from '../core/ports/security.ts';

/** Id of a new session from the system's random numbers: 128 bits, which nobody guesses. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** Secrets of links to a new password: 192 bits, of which only a digest is kept. */
export const resetSecrets: ResetSecrets = {
  token: () => randomBytes(24).toString('base64url'),
  digest: (token) => createHash('sha256').update(token).digest('base64url'),
};
