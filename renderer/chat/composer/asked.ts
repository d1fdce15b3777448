/** A part of a draft that a list helps to complete, from `start` to `end` in UTF-16 code units. */
export interface Asked {
  kind: 'command' | 'person' | 'emoji';
  /** What has been typed behind the `/`, the `@` or the `:`. */
  query: string;
  start: number;
  end: number;
}

const command = /^\/([a-z]*)$/i;
/** An `@` within a word is a part of an e-mail address. */
const person = /(?<![\p{L}\p{M}\p{N}_@])@([^\s@]{0,40})$/u;
/** Two letters at least: times and smileys have colons as well. */
const emoji = /(?<![^\s([{])(?<!:):([\p{L}\p{N}_+-]{2,40})$/u;

/** What is being typed right before the caret; null where nothing can help. */
export function askedAt(draft: string, caret: number): Asked | null {
  const before = draft.slice(0, caret);
  const asks = (kind: Asked['kind'], [whole, query = '']: RegExpExecArray): Asked => ({
    kind,
    query,
    start: caret - whole.length,
    end: caret,
  });
  const asCommand = command.exec(before);
  // A caret that was put back into a command that is followed by its argument changes the command.
  if (asCommand !== null)
    return { ...asks('command', asCommand), end: caret + /^\S*/.exec(draft.slice(caret))![0].length };
  const asPerson = person.exec(before);
  if (asPerson !== null) return asks('person', asPerson);
  const asEmoji = emoji.exec(before);
  return asEmoji === null ? null : asks('emoji', asEmoji);
}
