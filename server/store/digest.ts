import { createHash } from 'node:crypto';

/** What a secret is looked up by: nobody can choose a text whose digest begins as that of a secret they do not know. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
