import { deHistory } from './de-history.ts';
import { deLanguage } from './de-language.ts';
import { deReading } from './de-reading.ts';
import { deSettings } from './de-settings.ts';
import { en } from './en.ts';
import type { Translation } from './translation.ts';

/** Every text in German. It is loaded where it is read. */
export const de = {
  // What follows replaces it, area by area.
  ...en,
  ...deHistory,
  ...deLanguage,
  ...deReading,
  ...deSettings,
} satisfies Translation<typeof en>;
