import type { enLanguage } from './en-language.ts';
import type { Translation } from './translation.ts';

export const deLanguage = {
  'language.label': 'Sprache',
  'language.automatic': 'Wie im Browser ({language})',
  'language.failed': 'Diese Sprache konnte nicht geladen werden. Prüf die Verbindung und versuch es noch einmal.',
} satisfies Translation<typeof enLanguage>;
