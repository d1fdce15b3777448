/** Choosing how texts are written. */
export const enLanguage = {
  'language.label': 'Language',
  'language.automatic': 'As in the browser ({language})',
  'language.failed': 'This language could not be loaded. Check the connection and try again.',
} as const;
