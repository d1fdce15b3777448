import type { enLanguage } from './en-language.ts';
import type { Translation } from './translation.ts';

export const deLanguage = {
  'language.label': 'Sprache',
  'language.automatic': 'Wie im Browser ({language})',
  'language.section': 'Sprache',
  'language.hint': 'Auf diesem Gerät. Datum und Uhrzeit wie dort, wo du lebst: {date}.',
  'language.direction': 'Schreibrichtung der Oberfläche',
  'language.direction.hint': 'Für alle, die von rechts nach links schreiben. Jede Nachricht behält ihre Richtung.',
  'language.direction.automatic': 'Wie die Sprache',
  'language.direction.ltr': 'Von links nach rechts',
  'language.direction.rtl': 'Von rechts nach links',
  'language.failed': 'Diese Sprache konnte nicht geladen werden. Prüf die Verbindung und versuch es noch einmal.',
} satisfies Translation<typeof enLanguage>;
