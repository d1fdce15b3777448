import { BOT_NAME } from '../../../server/protocol/limits.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import { foldWord } from '../fold.ts';

/** Somebody whom an `@` can name. */
export interface Named {
  username: string;
  isBot: boolean;
}

/** How well a name fits what was typed; less is better, null is not at all. */
function rank(name: string, wanted: string): number | null {
  const folded = foldWord(name);
  if (folded.startsWith(wanted)) return 0;
  const at = folded.indexOf(wanted);
  if (at === -1) return null;
  const startsWord = [...folded.matchAll(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})/gu)].some(({ index, 0: between }) =>
    folded.startsWith(wanted, index + between.length),
  );
  return startsWord ? 1 : 2;
}

/** How well the best of these fits. */
function bestRank(names: readonly string[], wanted: string): number | null {
  const ranks = names.map((name) => rank(name, wanted)).filter((one) => one !== null);
  return ranks.length === 0 ? null : Math.min(...ranks);
}

/** Usernames by who has written last, the latest first. */
export function lastToWrite(messages: readonly Pick<Message, 'username' | 'is_bot'>[]): string[] {
  return [...new Set(messages.toReversed().flatMap(({ username, is_bot }) => (is_bot ? [] : username)))];
}

interface Search {
  query: string;
  usernames: readonly string[];
  /** What they are called. */
  nameOf?: (username: string) => string;
  /** Those who have written or are there, the most likely to be meant first. */
  lively: readonly string[];
  /** The bot can be asked from where this is typed. */
  withBot: boolean;
}

/** Whom what was typed may mean: the best fit first, among those who fit alike the liveliest; the bot behind people. */
export function findPeople({ query, usernames, nameOf = (username) => username, lively, withBot }: Search): Named[] {
  const wanted = foldWord(query);
  const place = new Map([...new Set(lively)].map((name, index) => [name, index]));
  const people = usernames
    .map((username) => ({
      username,
      fit: bestRank([username, nameOf(username)], wanted),
      place: place.get(username) ?? Infinity,
    }))
    .filter(({ fit }) => fit !== null)
    .toSorted(
      (a, b) =>
        Number(a.fit) - Number(b.fit) ||
        // Not a difference: two who are not lively would have none.
        Number(a.place > b.place) - Number(a.place < b.place) ||
        a.username.localeCompare(b.username),
    )
    .map(({ username }) => ({ username, isBot: false }));
  const bot = withBot && [BOT_NAME, 'bot'].some((name) => foldWord(name).startsWith(wanted));
  return bot ? [...people, { username: BOT_NAME, isBot: true }] : people;
}
