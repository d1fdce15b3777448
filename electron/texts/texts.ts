import type { Language } from '../bridge.ts';
import { Signal } from '../signal.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

export const dictionaries: Readonly<Record<Language, Texts>> = { en, de };

export const isLanguage = (name: string): name is Language => Object.hasOwn(dictionaries, name);

/** The language of what the app says outside of its page. */
export const language = new Signal<Language>('en');

/** The texts in the language of now. */
export const texts = (): Texts => dictionaries[language.value];

/** The first language that there is of those that somebody reads. @param preferred as the system names them, the dearest first */
export function bestLanguage(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.toLowerCase().split(/[-_.]/)[0] ?? '').find(isLanguage) ?? 'en';
}
