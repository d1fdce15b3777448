import * as z from 'zod/mini';
import { graphemes } from './text.ts';

/** UTF-16 code units that one emoji may have: a family with the colours of their skins has some 25. */
const EMOJI_MAX = 40;

// Made from text: the bundlers' target knows no `v`, the programs do.
const listed = new RegExp('^\\p{RGI_Emoji}$', 'v');
/** One that is too new for the list of the program that checks it: alone, or with the colour of a skin. */
const lone = /^(?!\p{Emoji_Component})\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?$/u;
const AS_PICTURE = '\ufe0f';

/** The one emoji that a text is, always in the same form; undefined where it is anything else. */
export function oneEmoji(text: string): string | undefined {
  if (text === '' || text.length > EMOJI_MAX) return undefined;
  const emoji = text.normalize('NFC');
  const [first] = graphemes().segment(emoji);
  if (first?.segment !== emoji) return undefined;
  if (listed.test(emoji)) return emoji;
  if (listed.test(emoji + AS_PICTURE)) return emoji + AS_PICTURE;
  return lone.test(emoji) ? emoji : undefined;
}

/** An emoji that somebody reacts with: exactly one. */
export const reactionEmoji = z.string().check(
  z.overwrite((text) => oneEmoji(text) ?? text),
  z.refine((text) => oneEmoji(text) !== undefined, 'must be exactly one emoji'),
);
