import type { enReading } from './en-reading.ts';
import type { Translation } from './translation.ts';

export const deReading = {
  'unread.mentions': { one: '{count} Erwähnung', other: '{count} Erwähnungen' },
  'unread.jump': {
    one: 'Zu {count} ungelesenen Nachricht springen',
    other: 'Zur ersten von {count} ungelesenen Nachrichten springen',
  },
  'unread.jump.short': { one: '{count} ungelesen', other: '{count} ungelesen' },
  'unread.jump.shortMany': '{many} ungelesen',
  'unread.jump.more': 'Zur ersten ungelesenen Nachricht springen',
  'unread.jump.dismiss': 'Ausblenden',
  'unread.latest.many': 'Zu den neuesten ({many})',
  'unread.deleted': 'Nachricht gelöscht',
  'receipts.label': 'Gesehen von {names}',
  'receipts.title': 'Gesehen von',
  'receipts.more': '+{count}',
  'presence.online': 'Online',
  'presence.away': 'Abwesend',
  'presence.offline': 'Offline',
  'presence.lastSeen': 'Zuletzt online: {ago}',
  'presence.now': 'gerade eben',
  'presence.minutes': 'vor {count} Min.',
  'presence.hours': 'vor {count} Std.',
  'presence.shown': 'Anderen zeigen, wann ich zuletzt da war',
  'presence.shown.hint': 'Sonst sehen sie nur, dass du offline bist, aber nicht seit wann.',
  'presence.failed': 'Das konnte nicht geändert werden. Versuch es noch einmal.',
} satisfies Translation<typeof enReading>;
