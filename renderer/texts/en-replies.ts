import { replySentences, type ReplySentenceKey } from '../../server/protocol/reply-sentences.ts';

/** What the server says of a reply that ended, as it is on the wire. */
export const enReplies = Object.fromEntries(
  Object.entries(replySentences).map(([key, sentence]) => [`said.reply.${key}`, sentence]),
) as { readonly [Key in ReplySentenceKey as `said.reply.${Key}`]: (typeof replySentences)[Key] };
