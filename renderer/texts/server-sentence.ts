import { errorSentences, type ErrorCode } from '../../server/protocol/codes.ts';
import { enSaid } from './en-errors.ts';
import { enReplies } from './en-replies.ts';
import { currentReader } from './language.ts';
import { text } from './text.ts';

const sentences = { ...enReplies, ...enSaid };

type Said = { key: keyof typeof sentences; blanks: readonly string[]; pattern: RegExp };

let known: readonly Said[] | undefined;

/** Each exact sentence as what recognises it and takes its blanks out. Made where a language first needs it. */
const exactOnes = (): readonly Said[] =>
  (known ??= (Object.keys(sentences) as (keyof typeof sentences)[]).map((key) => {
    const parts = sentences[key].split(/\{(\w+)\}/);
    const source = parts.map((part, index) =>
      index % 2 === 1 ? '(.+)' : part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
    );
    const blanks = parts.filter((_, index) => index % 2 === 1);
    return { key, blanks, pattern: new RegExp(`^${source.join('')}$`, 's') };
  }));

/** Blanks in which the server puts a sentence or a part of one; in others are names and numbers. */
const saidWithin = new Set(['sentence', 'duration']);

function exactly(sentence: string): string | null {
  for (const { key, blanks, pattern } of exactOnes()) {
    const [match, ...values] = pattern.exec(sentence) ?? [];
    if (match === undefined) continue;
    const template: string = currentReader().dictionary[key];
    return template.replace(/\{(\w+)\}/g, (_, blank: string) => {
      const value = values[blanks.indexOf(blank)] ?? '';
      return (saidWithin.has(blank) ? exactly(value) : null) ?? value;
    });
  }
  return null;
}

/**
 * What the server says, in the language of the reader. The wire is English: there a sentence is shown as it came; else
 * it is known by its words or by its code. One that is neither keeps its English words, because they may matter.
 */
export function serverSentence(sentence: string, code: ErrorCode | null = null): string {
  if (currentReader().language === 'en') return sentence;
  const exact = exactly(sentence);
  if (exact !== null) return exact;
  if (code === null) return sentence;
  const general = text(`error.${code}`);
  // Which entry of an archive is wrong matters, too.
  return sentence === errorSentences[code] || (code !== 'invalid' && code !== 'archive_invalid')
    ? general
    : text('error.more', { sentence: general, original: sentence });
}
