import type { enArchive } from './en-archive.ts';
import type { Translation } from './translation.ts';

export const deArchive = {
  'admin.data': 'Daten',
  'archive.save.title': 'Alles herunterladen',
  'archive.save.text':
    'Eine Datei mit allen Leuten, Chats, Nachrichten und Dateien dieses Servers, so wie sie jetzt sind.',
  'archive.save.warning':
    'Sie enthält jede private Nachricht und die Hashes der Passwörter. Bewahre sie so auf, dass nur du sie lesen kannst.',
  'archive.save.submit': 'Alles herunterladen',
  'archive.save.progress': 'Alles wird heruntergeladen',
  'archive.save.received': '{size} von etwa {total}',
  'archive.save.saved': 'Alles ist heruntergeladen: {size}.',
  'archive.restore.title': 'Aus einem Archiv wiederherstellen',
  'archive.restore.text': 'Was im Archiv ist, tritt an die Stelle von allem hier. Zuerst wird es nur angesehen.',
  'archive.restore.choose': 'Archiv auswählen',
  'archive.restore.drop': 'oder hier ablegen',
  'archive.restore.sending': '{name} wird gesendet',
  'archive.restore.checking': 'Alles darin wird geprüft …',
  'archive.found.title': 'In diesem Archiv',
  'archive.found.server': 'Server',
  'archive.found.unnamed': 'ohne Namen',
  'archive.found.made': 'Erstellt',
  'archive.found.host': 'Gastgeber',
  'archive.found.people': 'Leute',
  'archive.found.chats': 'Chats',
  'archive.found.messages': 'Nachrichten',
  'archive.found.files': 'Dateien',
  'archive.found.size': 'Größe',
  'archive.confirm.title': 'An die Stelle von allem setzen?',
  'archive.confirm.other':
    'Alle werden abgemeldet, auch du. Gastgeber ist dann {host}: Melde dich mit diesem Namen und seinem Passwort an. Was jetzt hier ist, bleibt in einem Ordner daneben erhalten.',
  'archive.confirm.same':
    'Es ist von diesem Server: Alle, die darin sind, bleiben angemeldet. Was seitdem gesagt und getan wurde, ist hier weg und bleibt in einem Ordner daneben erhalten.',
  'archive.confirm.submit': 'Wiederherstellen',
  'archive.done': 'Das Archiv ist wiederhergestellt, und der Server startet neu.',
  'archive.done.reload': 'Seite neu laden',
} satisfies Translation<typeof enArchive>;
