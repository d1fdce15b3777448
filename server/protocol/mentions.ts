import { foldUsername } from './users.ts';

/** Where a text names a participant: from the `@` to behind the name, in UTF-16 code units. */
export interface MentionRange {
  start: number;
  end: number;
  /** As the account is called, however it was written. */
  username: string;
}

/** So many `@` of one text are looked at, so that a text of nothing else holds nobody up. */
const TRIES_MAX = 500;

/** What a name ends between, and what an `@` must not follow: there it is a part of an e-mail address. */
const wordEnd = /[\p{L}\p{M}\p{N}_]$/u;
const wordStart = /^[\p{L}\p{M}\p{N}_]/u;
/** One character with what belongs to it. */
const character = /\S[\p{M}\p{Default_Ignorable_Code_Point}]*/uy;

/** Usernames of those whose `@name` a message holds, in the order in which they are first named. */
export function findMentions(content: string, usernames: Iterable<string>): string[] {
  if (!content.includes('@')) return [];
  return [...new Set(mentionRanges(withoutCode(content), usernames).map(({ username }) => username))];
}

/**
 * Where a text names one of these people, each as `@name`; of several names that fit, the longest. Case, Unicode form and
 * what shows nothing do not matter, as in usernames themselves. Code is nothing special here: see `withoutCode`.
 */
export function mentionRanges(text: string, usernames: Iterable<string>): MentionRange[] {
  const byFolded = new Map([...usernames].map((name) => [foldUsername(name), name]));
  const longest = Math.max(0, ...[...byFolded.keys()].map(({ length }) => length));
  const ranges: MentionRange[] = [];
  let tries = 0;
  for (let at = text.indexOf('@'); at !== -1 && tries < TRIES_MAX; tries++) {
    const isWithinWord = wordEnd.test(text.slice(Math.max(0, at - 2), at));
    const found = isWithinWord ? undefined : longestAt(text, at + 1, byFolded, longest);
    if (found) ranges.push({ start: at, ...found });
    at = text.indexOf('@', found?.end ?? at + 1);
  }
  return ranges;
}

function longestAt(text: string, start: number, byFolded: ReadonlyMap<string, string>, longest: number) {
  let found: Omit<MentionRange, 'start'> | undefined;
  character.lastIndex = start;
  while (character.test(text)) {
    const end = character.lastIndex;
    const folded = foldUsername(text.slice(start, end));
    // Letters that are written in parts come together to fewer; a few more than any name has may still be one.
    if (folded.length > longest + 3) break;
    const username = byFolded.get(folded);
    if (username !== undefined && !wordStart.test(text.slice(end, end + 2))) found = { end, username };
  }
  return found;
}

/** The text with its code, which names nobody, turned into spaces; everything else stays in its place. */
export function withoutCode(markdown: string): string {
  if (!/`|~~~/.test(markdown)) return markdown;
  let fence: string | undefined;
  let paragraph: string[] = [];
  const parts: string[] = [];
  const endParagraph = () => {
    parts.push(withoutSpans(paragraph.join('')));
    paragraph = [];
  };
  // Each line with what ends it.
  for (const line of markdown.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = /^[ >]*(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)\n?$/.exec(line);
    const ends = mark?.[1] ?? mark?.[2];
    if (fence === undefined && ends === undefined) {
      if (line.trim() === '') endParagraph();
      paragraph.push(line);
      continue;
    }
    if (fence === undefined) {
      endParagraph();
      fence = ends;
    } else if (ends?.startsWith(fence) && /^[ >]*[`~]+\s*$/.test(line)) fence = undefined;
    parts.push(blank(line));
  }
  endParagraph();
  return parts.join('');
}

/** A run of backticks is ended by the next one of its length, if there is any. */
function withoutSpans(paragraph: string): string {
  const runs = [...paragraph.matchAll(/`+/g)].map((run) => ({ start: run.index, length: run[0].length }));
  const next = new Map<number, { start: number }[]>(runs.map(({ length }) => [length, []]));
  for (const run of runs.toReversed()) next.get(run.length)!.push(run);
  let rest = '';
  let at = 0;
  for (const { start, length } of runs) {
    const same = next.get(length)!;
    same.pop();
    const end = start < at ? undefined : same.at(-1);
    if (!end) continue;
    rest += paragraph.slice(at, start) + blank(paragraph.slice(start, end.start + length));
    at = end.start + length;
  }
  return rest + paragraph.slice(at);
}

function blank(code: string): string {
  return code.replace(/[^\n]/g, ' ');
}
