import { ModelError, type ModelEvent, type ModelUsage } from '../../core/ports/model.ts';
import { replySentence, type ReplySentenceKey } from '../../protocol/reply-sentences.ts';

/** How a reply that came to its own end ended, as collected from its chunks. */
export interface Ending {
  finishReason?: string;
  blockReason?: string;
  usage?: ModelUsage;
  /** Whether any visible text came. */
  hasText: boolean;
}

/** Finish reasons with which Gemini withholds the (rest of the) reply. */
const refusals: Record<string, Extract<ReplySentenceKey, `reply${string}`>> = {
  SAFETY: 'replySafety',
  IMAGE_SAFETY: 'replySafety',
  PROHIBITED_CONTENT: 'replyProhibited',
  IMAGE_PROHIBITED_CONTENT: 'replyProhibited',
  RECITATION: 'replyText',
  IMAGE_RECITATION: 'replyWork',
  BLOCKLIST: 'replyWords',
  SPII: 'replyPersonal',
  LANGUAGE: 'replyLanguage',
};

/** Reasons for which Gemini does not begin to answer. */
const promptRefusals: Record<string, 'questionSafety' | 'questionProhibited' | 'questionWords'> = {
  SAFETY: 'questionSafety',
  IMAGE_SAFETY: 'questionSafety',
  PROHIBITED_CONTENT: 'questionProhibited',
  BLOCKLIST: 'questionWords',
};

/** A reason as Gemini names it, made fit to stand in a sentence. */
function named(reason: string): string {
  return reason.replace(/[^\w .-]/g, '').slice(0, 60);
}

/**
 * The last event of a reply whose stream ended in order.
 * @throws ModelError where that end is a failure: no reason given (the stream was cut), nothing said, or a reason that is
 *   neither an end nor a refusal, such as OTHER or one that this version does not know.
 */
export function finish(ending: Ending): ModelEvent {
  const { finishReason, blockReason, usage, hasText } = ending;
  const counted = usage ? { usage } : {};

  if (blockReason !== undefined) {
    const known = promptRefusals[blockReason];
    const detail = known ? replySentence(known) : replySentence('questionRefused', { reason: named(blockReason) });
    return { type: 'finish', reason: 'blocked', detail, ...counted };
  }
  switch (finishReason) {
    case undefined:
      throw new ModelError(replySentence('brokeOff'));
    case 'STOP':
      if (!hasText) throw new ModelError(replySentence('saidNothing'));
      return { type: 'finish', reason: 'complete', ...counted };
    case 'MAX_TOKENS':
      if (!hasText) {
        throw new ModelError(replySentence('thoughtOnly'));
      }
      return {
        type: 'finish',
        reason: 'length',
        detail: replySentence('modelLimit'),
        ...counted,
      };
    default: {
      const refusal = refusals[finishReason];
      if (refusal) return { type: 'finish', reason: 'blocked', detail: replySentence(refusal), ...counted };
      throw new ModelError(replySentence('endedEarly', { reason: named(finishReason) }));
    }
  }
}
