import keywords from 'emojilib';
import groups from 'unicode-emoji-json/data-by-group.json';
import { foldWord } from '../fold.ts';

/** One emoji, in the tone that is nobody's. */
export interface Emoji {
  emoji: string;
  /** What it shows, in English. */
  name: string;
  /** What else it is found by, the name it is completed by first, e.g. `thumbs_up`. */
  words: readonly string[];
  /** Comes in several skin tones. */
  hasTones: boolean;
}

/** The groups of Unicode, in its order. */
export type CategorySlug =
  | 'smileys_emotion'
  | 'people_body'
  | 'animals_nature'
  | 'food_drink'
  | 'travel_places'
  | 'activities'
  | 'objects'
  | 'symbols'
  | 'flags';

export interface Category {
  slug: CategorySlug;
  emojis: readonly Emoji[];
}

/** Newer ones are boxes on many devices that are in use. */
const NEWEST_VERSION = 15;

/** Every emoji. Big: load this module only when it is wanted. */
export const categories: readonly Category[] = groups.map(({ slug, emojis }) => ({
  slug: slug as CategorySlug,
  emojis: emojis
    .filter(({ emoji_version: version }) => Number(version) <= NEWEST_VERSION)
    .map(({ emoji, name, skin_tone_support: hasTones }) => ({
      emoji,
      name,
      words: keywords[emoji] ?? [name.replaceAll(' ', '_')],
      hasTones,
    })),
}));

const all = categories.flatMap(({ emojis }) => emojis);
const byEmoji = new Map(all.map((entry) => [entry.emoji, entry]));

/** What is known of an emoji, in whatever skin tone. */
export function emojiOf(emoji: string): Emoji | undefined {
  return byEmoji.get(emoji) ?? byEmoji.get(emoji.replace(/\p{Emoji_Modifier}/gu, ''));
}

/** How well a word that is looked for fits; less is better, null is not at all. */
function rank({ name, words }: Emoji, wanted: string): number | null {
  if (words[0] === wanted || name === wanted) return 0;
  if (words.includes(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  if (name.includes(` ${wanted}`)) return 3;
  if (words.some((word) => word.startsWith(wanted))) return 4;
  return wanted.length > 3 && (name.includes(wanted) || words.some((word) => word.includes(wanted))) ? 5 : null;
}

/** The emoji that fit all the words of a query, the best first. */
export function findEmojis(query: string, max: number): Emoji[] {
  const whole = foldWord(query.replaceAll(':', ' ').trim());
  const wanted = [...new Set([whole.replaceAll(' ', '_'), ...whole.split(/[\s_]+/)])].filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const [joined = '', ...parts] = wanted;
  return all
    .map((entry) => {
      const ofAll = rank(entry, joined);
      if (ofAll !== null) return { entry, place: ofAll };
      const ofParts = parts.map((word) => rank(entry, word));
      const misses = ofParts.length === 0 || ofParts.includes(null);
      return { entry, place: misses ? null : 6 + Math.max(...ofParts.map(Number)) };
    })
    .filter(({ place }) => place !== null)
    .toSorted((a, b) => Number(a.place) - Number(b.place))
    .slice(0, max)
    .map(({ entry }) => entry);
}
