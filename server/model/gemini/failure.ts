import type { ModelFailureKind } from '../../core/ports/metrics.ts';
import type { ReplySentence } from '../../protocol/reply-sentences.ts';

/** Why a reply failed, and whether to try once more. */
export interface Failure {
  /** For the people in the chat: what happened, what to do. */
  sentence: ReplySentence;
  /** For who looks after the server. */
  kind: ModelFailureKind;
  /** The fault is Google's and passes quickly. */
  transient?: boolean;
  /** Google asks to come back in this many milliseconds. */
  retryAfterMs?: number;
}
