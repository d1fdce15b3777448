import { ModelError, type ModelEvent, type ModelUsage } from '../../core/ports/model.ts';

/** How a reply that came to its own end ended, as collected from its chunks. */
export interface Ending {
  finishReason?: string;
  blockReason?: string;
  usage?: ModelUsage;
  /** Whether any visible text came. */
  hasText: boolean;
}

const ASK_OTHERWISE = 'Ask in other words.';

/** Finish reasons with which Gemini withholds the (rest of the) reply. */
const refusals: Record<string, string> = {
  SAFETY: `Gemini's safety filters stopped this reply. ${ASK_OTHERWISE}`,
  IMAGE_SAFETY: `Gemini's safety filters stopped this reply. ${ASK_OTHERWISE}`,
  PROHIBITED_CONTENT: `Gemini stopped this reply because it may contain prohibited content. ${ASK_OTHERWISE}`,
  IMAGE_PROHIBITED_CONTENT: `Gemini stopped this reply because it may contain prohibited content. ${ASK_OTHERWISE}`,
  RECITATION: `Gemini stopped this reply because it repeats a published text too closely. ${ASK_OTHERWISE}`,
  IMAGE_RECITATION: `Gemini stopped this reply because it repeats a published work too closely. ${ASK_OTHERWISE}`,
  BLOCKLIST: `Gemini stopped this reply because it contains forbidden words. ${ASK_OTHERWISE}`,
  SPII: 'Gemini stopped this reply because it may contain sensitive personal data. Ask without such data.',
  LANGUAGE: 'Gemini stopped this reply because it does not support the language. Ask in another language.',
};

const IN_THE_QUESTION = 'The reason may also lie in the messages before it. Ask in other words, or in a new chat.';

/** Reasons for which Gemini does not begin to answer. */
const promptRefusals: Record<string, string> = {
  SAFETY: `Gemini's safety filters refused this question. ${IN_THE_QUESTION}`,
  IMAGE_SAFETY: `Gemini's safety filters refused this question. ${IN_THE_QUESTION}`,
  PROHIBITED_CONTENT: `Gemini refused this question because it may contain prohibited content. ${IN_THE_QUESTION}`,
  BLOCKLIST: `Gemini refused this question because it contains forbidden words. ${IN_THE_QUESTION}`,
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
    const detail =
      promptRefusals[blockReason] ?? `Gemini refused this question (${named(blockReason)}). ${IN_THE_QUESTION}`;
    return { type: 'finish', reason: 'blocked', detail, ...counted };
  }
  switch (finishReason) {
    case undefined:
      throw new ModelError("Gemini's reply broke off before its end. Ask again.");
    case 'STOP':
      if (!hasText) throw new ModelError('Gemini finished without saying anything. Ask again, or in other words.');
      return { type: 'finish', reason: 'complete', ...counted };
    case 'MAX_TOKENS':
      if (!hasText) {
        throw new ModelError(
          'Gemini used up its limit for one reply by thinking, before it wrote anything. Ask for something smaller.',
        );
      }
      return {
        type: 'finish',
        reason: 'length',
        detail: 'The reply reached the limit of the model and ends here. Ask Gemini to go on.',
        ...counted,
      };
    default: {
      const detail = refusals[finishReason];
      if (detail !== undefined) return { type: 'finish', reason: 'blocked', detail, ...counted };
      throw new ModelError(`Gemini ended its reply early (${named(finishReason)}). Ask again, or in other words.`);
    }
  }
}
