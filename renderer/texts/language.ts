import { en } from './en.ts';
import type { Translation } from './translation.ts';

/** The languages of the dictionaries, as BCP 47 tags. */
export const languages = ['en', 'de'] as const;

export type Language = (typeof languages)[number];

/** What each is called by those who read it. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

export type Direction = 'ltr' | 'rtl';

type Dictionary = Translation<typeof en>;

/** How texts are written for whoever reads them. It is replaced as a whole, never changed. */
export type Reader = {
  readonly language: Language;
  /** The language as the reader's country writes dates and numbers, e.g. `en-GB`. */
  readonly locale: string;
  /** Where lines start, and the layout with them. */
  readonly direction: Direction;
  readonly dictionary: Dictionary;
};

/** What a reader has chosen; null is what the browser says, or the language. */
export type Choice = { language: Language | null; direction: Direction | null };

// English is there from the start: it is what is shown where nothing else can be loaded.
const dictionaries: Record<Language, () => Promise<Dictionary>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
};

const directions: Record<Language, Direction> = { en: 'ltr', de: 'ltr' };

// Node, where some tests read texts, has no such thing.
const preferredHere = (): readonly string[] => globalThis.navigator?.languages ?? [];

const languageIn = (tag: string) => languages.find((language) => language === tag.toLowerCase().split('-')[0]);

/** The first language that there is of those that somebody reads. @param preferred BCP 47 tags, the dearest first */
export const bestLanguage = (preferred = preferredHere()): Language =>
  preferred.map(languageIn).find((language) => language !== undefined) ?? 'en';

/** The locale for a language: the first of the preferred ones that agrees with it. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((tag) => languageIn(tag) === language);
  try {
    return own === undefined ? language : (Intl.getCanonicalLocales(own)[0] ?? language);
  } catch {
    // What a browser was told to prefer need not be a language.
    return language;
  }
}

let reader: Reader = { language: 'en', locale: localeFor('en', preferredHere()), direction: 'ltr', dictionary: en };
let listeners: readonly (() => void)[] = [];
let latest = 0;

/** How texts are written now. */
export const currentReader = (): Reader => reader;

/** Calls back after every change of the reader. Returns what ends that. */
export function onReader(listener: () => void): () => void {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((other) => other !== listener);
  };
}

/**
 * From now on texts, dates and numbers are written as chosen. False where the language could not be loaded, and
 * everything stays as it was. The last call wins.
 */
export async function setReader(choice: Choice, preferred = preferredHere()): Promise<boolean> {
  const turn = ++latest;
  const language = choice.language ?? bestLanguage(preferred);
  let dictionary: Dictionary;
  try {
    dictionary = await dictionaries[language]();
  } catch {
    return false;
  }
  if (turn !== latest) return true;
  const direction = choice.direction ?? directions[language];
  reader = { language, locale: localeFor(language, preferred), direction, dictionary };
  for (const listener of listeners) listener();
  return true;
}

/** As `setReader`, in the direction that goes with the language. */
export const setLanguage = (language: Language): Promise<boolean> => setReader({ language, direction: null });

/** Something made of a locale, made again only once the locale is another one. */
export function perLocale<Made>(make: (locale: string) => Made): () => Made {
  let last: { locale: string; made: Made } | null = null;
  return () => {
    if (last?.locale !== reader.locale) last = { locale: reader.locale, made: make(reader.locale) };
    return last.made;
  };
}
