import type { enNotify } from './en-notify.ts';
import type { Translation } from './translation.ts';

export const deNotify = {
  'mySettings.notifications': 'Benachrichtigungen',
  'level.title': 'Benachrichtigungen',
  'level.menu': 'Benachrichtigungen dieses Chats: {level}',
  'level.default': 'Standard ({level})',
  'level.all': 'Alle Nachrichten',
  'level.mentions': 'Nur Erwähnungen',
  'level.none': 'Nichts',
  'level.general': 'Melde mir',
  'level.general.hint':
    'Für Chats ohne eigene Einstellung. Antworten des Bots auf deine Fragen zählen wie Erwähnungen, ebenso alles in einem privaten Chat.',
  'level.failed': 'Das ließ sich nicht ändern: {reason}',
  'sound.title': 'Ton',
  'sound.hint': 'Ein kurzer Ton zu jeder Benachrichtigung.',
  'sound.play': 'Abspielen',
  'browser.title': 'Auf diesem Gerät',
  'browser.default': 'Dein Browser kann Benachrichtigungen zeigen, während du etwas anderes ansiehst.',
  'browser.ask': 'Benachrichtigungen erlauben',
  'browser.granted': 'Dein Browser zeigt Benachrichtigungen, während du etwas anderes ansiehst.',
  'browser.denied':
    'Dein Browser blockiert Benachrichtigungen dieser Seite. Erlaube sie in seinen Einstellungen für diese Seite (neben der Adresse) und lade sie neu.',
  'browser.insecure':
    'Browser zeigen Benachrichtigungen nur für Seiten, die über https oder von diesem Computer kommen. Wie viel ungelesen ist, steht im Titel der Seite.',
  'browser.unsupported':
    'Dieser Browser zeigt keine Benachrichtigungen. Wie viel ungelesen ist, steht im Titel der Seite.',
  'browser.desktop':
    'Die App zeigt Benachrichtigungen, während du etwas anderes ansiehst. In ihren eigenen Einstellungen lassen sie sich abschalten.',
  'quiet.hours': 'Ruhezeiten',
  'quiet.hours.hint':
    'Zu diesen Tageszeiten gibt es keine Benachrichtigungen und keinen Ton. Ungelesene Nachrichten werden trotzdem gezählt.',
  'quiet.from': 'Von',
  'quiet.to': 'Bis',
  'quiet.same': 'Wähle zwei verschiedene Uhrzeiten.',
  'quiet.pause': 'Pause',
  'quiet.none': 'Benachrichtigungen sind nicht pausiert.',
  'quiet.until': 'Keine Benachrichtigungen bis {time}',
  'quiet.pause.hour': 'Für 1 Stunde',
  'quiet.pause.tomorrow': 'Bis morgen',
  'quiet.resume': 'Benachrichtigungen fortsetzen',
  'quiet.menu': 'Benachrichtigungen 1 Stunde pausieren',
  'export.open': 'Chat exportieren',
  'export.title': 'Export',
  'export.text':
    'Speichert alle Nachrichten dieses Chats in einer Datei auf diesem Gerät. Niemand sonst erfährt davon.',
  'export.format': 'Als',
  'export.html': 'Webseite',
  'export.html.text': 'Zum Lesen und Drucken, mit den Bildern. Eine Datei, die kein Internet braucht.',
  'export.markdown': 'Markdown',
  'export.markdown.text': 'Text für Notizen und andere Programme. Dateien werden nur genannt.',
  'export.json': 'JSON',
  'export.json.text': 'Für Programme: jede Nachricht mit allem, was dazugehört.',
  'export.submit': 'Datei speichern',
  'export.progress': 'Export läuft',
  'export.received': '{size} bisher',
  'export.failed': 'Der Chat ließ sich nicht exportieren: {reason}',
} satisfies Translation<typeof enNotify>;
