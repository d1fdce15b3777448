import type { StoredWebhook } from '../core/ports/webhook-store.ts';
import { digest } from './digest.ts';

/** What is kept of a webhook's secret: nobody who reads the data can post with the token of an incoming one. */
export function keptSecret(kind: StoredWebhook['kind'], secret: string): string {
  return kind === 'incoming' ? digest(secret) : secret;
}
