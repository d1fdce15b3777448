import type { enSecurity } from './en-security.ts';
import type { Translation } from './translation.ts';

/** Passwords, devices and the end of an account, in German. */
export const deSecurity = {
  'security.title': 'Sicherheit',
  'password.title': 'Passwort',
  'password.current': 'Aktuelles Passwort',
  'password.new': 'Neues Passwort',
  'password.hint': 'Hier bleibst du angemeldet, auf allen anderen Geräten wirst du abgemeldet.',
  'password.submit': 'Passwort ändern',
  'password.done': 'Passwort geändert. Auf allen anderen Geräten bist du abgemeldet.',
  'password.guest':
    'Du bist nur mit einem Namen gekommen: Dieses Gerät merkt sich deinen Zugang. Behalte das Konto, um es überall zu nutzen.',
  'devices.title': 'Geräte',
  'devices.text': 'Hier bist du angemeldet. Melde ab, was du nicht kennst, und ändere dann dein Passwort.',
  'devices.on': '{program} auf {system}',
  'devices.app': 'Gemini-Coop-App',
  'devices.unknown': 'Unbekanntes Gerät',
  'devices.current': 'Dieses Gerät',
  'devices.used': 'Zuletzt genutzt: {when}',
  'devices.end': 'Abmelden',
  'devices.end.named': '{device} abmelden',
  'devices.end.title': '{device} abmelden?',
  'devices.end.text': 'Wer es benutzt, muss sich neu anmelden.',
  'devices.others': 'Alle anderen Geräte abmelden',
  'devices.others.title': 'Alle anderen Geräte abmelden?',
  'devices.others.text': 'Du bleibst nur auf diesem angemeldet.',
  'devices.failed': 'Deine Geräte konnten nicht geladen werden.',
  'account.delete': 'Mein Konto löschen',
  'account.delete.text':
    'Du verlässt alle Chats und wirst überall abgemeldet. Das lässt sich nicht rückgängig machen, und niemand bekommt deinen Namen.',
  'account.delete.host':
    'Du bist Gastgeber dieses Servers, dein Konto bleibt deshalb. Um ihn für alle zu beenden, stoppe den Server.',
  'account.delete.messages': 'Deine Nachrichten',
  'account.delete.anonymous': 'Bleiben, von „Gelöschtes Konto“',
  'account.delete.deleted': 'Werden gelöscht, mit ihren Dateien',
  'account.delete.continue': 'Weiter',
  'account.delete.sure': 'Konto endgültig löschen?',
  'account.delete.do': 'Konto löschen',
  'signIn.ended': 'Du wurdest auf einem anderen Gerät abgemeldet.',
  'signIn.password': 'Dein Passwort wurde auf einem anderen Gerät geändert. Melde dich mit dem neuen an.',
  'signIn.deleted': 'Dein Konto wurde gelöscht.',
  'reset.title': 'Neues Passwort festlegen',
  'reset.text': 'Es ersetzt das alte und meldet dich überall sonst ab.',
  'reset.submit': 'Passwort festlegen und anmelden',
  'reset.back': 'Zur Anmeldung',
  'user.deleted': 'Gelöschtes Konto',
} as const satisfies Translation<typeof enSecurity>;
