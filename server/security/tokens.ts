import { createHmac, createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import * as z from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { Tokens } from '../core/ports/security.ts';

/** How long a token is good for, in seconds: 24 hours. */
const LIFETIME = 24 * 60 * 60;

const payload = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  iat: z.number().optional(),
  sid: z.string().optional(),
});

/** Access tokens as JWT with HS256, and no other algorithm. @param secret at least 32 bytes; who has it can sign in as anybody. */
export function createTokens(secret: string | Buffer, clock: Clock): Tokens {
  // Given as bytes, every use would first try to read them as a public key, which takes longer than all the rest.
  const key = createSecretKey(Buffer.from(secret));
  const seconds = () => Math.floor(clock.now() / 1000);
  return {
    sign(username, sid) {
      const iat = seconds();
      const claims = { sub: username, iat, exp: iat + LIFETIME, ...(sid !== undefined && { sid }) };
      return jwt.sign(claims, key, { algorithm: 'HS256' });
    },
    verify(token, ignoreExpiration = false) {
      try {
        const verified = jwt.verify(token, key, {
          algorithms: ['HS256'],
          clockTimestamp: seconds(),
          ignoreExpiration,
        });
        const { sub, exp, iat, sid } = payload.parse(verified);
        const issuedAt = iat === undefined ? undefined : iat * 1000;
        return { username: sub, expiresAt: exp * 1000, issuedAt, sessionId: sid };
      } catch {
        // Whatever is wrong with a token, it is not valid; telling why would only help who forges one.
        return undefined;
      }
    },
    prove(signed, nonce) {
      const signature = createHmac('sha256', key).update(signed).digest('base64url');
      return createHmac('sha256', signature).update(nonce).digest('base64url');
    },
  };
}
