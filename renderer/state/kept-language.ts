import { create } from 'zustand';
import { languages, onReader, currentReader, setReader, type Choice } from '../texts/language.ts';
import type { TextStorage } from './storage.ts';

const LANGUAGE_KEY = 'gemini-coop:language';
const DIRECTION_KEY = 'gemini-coop:direction';

/** What was chosen on this device; it is the device's, not an account's: it holds before signing in too. */
export const useLanguageChoice = create<Choice>()(() => ({ language: null, direction: null }));

function readChoice(storage: TextStorage): Choice {
  const kept = { language: storage.get(LANGUAGE_KEY), direction: storage.get(DIRECTION_KEY) };
  return {
    language: languages.find((language) => language === kept.language) ?? null,
    direction: (['ltr', 'rtl'] as const).find((direction) => direction === kept.direction) ?? null,
  };
}

/** The document tells screen readers, hyphenation and the layout which language it is in. */
function tellDocument(): void {
  const { language, direction } = currentReader();
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
}

async function follow(choice: Choice): Promise<boolean> {
  const done = await setReader(choice);
  if (done) useLanguageChoice.setState(choice);
  return done;
}

let kept: TextStorage | null = null;

/**
 * Reads with what was chosen on this device, else as the browser says, and keeps to it: also where another tab chooses,
 * or the browser gets other languages. Resolves once texts can be shown. Returns what ends that.
 */
export async function openLanguage(storage: TextStorage): Promise<() => void> {
  kept = storage;
  const again = () => void follow(readChoice(storage));
  const ends = [
    onReader(tellDocument),
    storage.onChange((key) => (key === LANGUAGE_KEY || key === DIRECTION_KEY) && again()),
    () => window.removeEventListener('languagechange', again),
  ];
  window.addEventListener('languagechange', again);
  await follow(readChoice(storage));
  return () => ends.forEach((end) => end());
}

function keep(key: string, value: string | null): void {
  if (value === null) kept?.remove(key);
  else kept?.set(key, value);
}

/** Reads on as chosen, and keeps it on this device. False where the language could not be loaded: nothing has changed. */
export async function chooseLanguage(change: Partial<Choice>): Promise<boolean> {
  const choice = { ...useLanguageChoice.getState(), ...change };
  if (!(await follow(choice))) return false;
  keep(LANGUAGE_KEY, choice.language);
  keep(DIRECTION_KEY, choice.direction);
  return true;
}
