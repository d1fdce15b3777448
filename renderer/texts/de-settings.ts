import type { enSettings } from './en-settings.ts';
import type { Translation } from './translation.ts';

export const deSettings = {
  'mySettings.title': 'Einstellungen',
  'mySettings.privacy': 'Privatsphäre',
  'admin.title': 'Verwaltung',
  'admin.people': 'Personen',
} satisfies Translation<typeof enSettings>;
