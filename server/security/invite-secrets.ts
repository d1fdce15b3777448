import { randomBytes, randomInt } from 'node:crypto';
import type { InviteSecrets } from '../core/ports/security.ts';
import { JOIN_CODE_LENGTH, JOIN_CODE_LETTERS } from '../protocol/invites.ts';
import { areEqualSecrets } from './equal.ts';

const TOKEN_BYTES = 16;

/** Secrets of invites from the system's random numbers: 128 bits in a token, 40 in a join code. */
export function createInviteSecrets(): InviteSecrets {
  const letter = () => JOIN_CODE_LETTERS.charAt(randomInt(JOIN_CODE_LETTERS.length));
  return {
    token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
    code: () => Array.from({ length: JOIN_CODE_LENGTH }, letter).join(''),
    equal: areEqualSecrets,
  };
}
