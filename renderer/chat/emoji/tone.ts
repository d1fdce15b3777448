/** A skin tone, from light to dark; 0 leaves an emoji as it is. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

const bases = /\p{Emoji_Modifier_Base}\ufe0f?/gu;
const HANDSHAKE = '🤝';
/** The first of the five modifiers comes right behind it. */
const BEFORE_MODIFIERS = 0x1f3fa;

/** An emoji of people in a skin tone; call it only for those that come in several. */
export function withTone(emoji: string, tone: Tone): string {
  if (tone === 0) return emoji;
  const modifier = String.fromCodePoint(BEFORE_MODIFIERS + tone);
  return emoji.replace(bases, (base, at: number) =>
    // Between two people it only joins them.
    base === HANDSHAKE && at > 0 ? base : base.replace('\ufe0f', '') + modifier,
  );
}

/** The tone of that number; none for what is no tone. */
export const toneOf = (number: number): Tone => TONES.find((tone) => tone === number) ?? 0;
