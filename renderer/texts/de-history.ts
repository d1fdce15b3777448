import type { enHistory } from './en-history.ts';
import type { Translation } from './translation.ts';

export const deHistory = {
  'jump.missing': 'Diese Nachricht ist in diesem Chat nicht zu finden.',
  'jump.there': 'Nachricht von {name}, {time}: {text}',
  'newer.loading': 'Neuere Nachrichten werden geladen',
  'newer.error': 'Neuere Nachrichten konnten nicht geladen werden.',
  'newer.gap': 'Dazwischen liegen neuere Nachrichten, die hier nicht zu sehen sind.',
} satisfies Translation<typeof enHistory>;
