/** Choosing how texts are written. */
export const enLanguage = {
  'language.label': 'Language',
  'language.automatic': 'As in the browser ({language})',
  'language.section': 'Language',
  'language.hint': 'On this device. Dates and times as where you live: {date}.',
  'language.direction': 'Layout direction',
  'language.direction.hint': 'For those who write from right to left. Each message keeps its own direction.',
  'language.direction.automatic': 'As the language',
  'language.direction.ltr': 'Left to right',
  'language.direction.rtl': 'Right to left',
  'language.failed': 'This language could not be loaded. Check the connection and try again.',
} as const;
