import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { HookSecrets } from '../core/ports/webhooks.ts';

const BYTES = 32;

/** Secrets of webhooks from the system's random numbers: 256 bits each. */
export function createHookSecrets(): HookSecrets {
  const random = () => randomBytes(BYTES).toString('base64url');
  return {
    signingKey: () => `whsec_${random()}`,
    token: random,
    sign: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
    deliveryId: randomUUID,
  };
}
