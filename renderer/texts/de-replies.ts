import type { enReplies } from './en-replies.ts';
import type { Translation } from './translation.ts';

export const deReplies = {
  'said.reply.quoted': '{sentence} Google sagt: „{quote}“',
  'said.reply.stopped': 'Gestoppt von {name}.',
  'said.reply.interrupted': 'Der Server wurde beendet, während diese Antwort geschrieben wurde.',
  'said.reply.broken':
    'Auf dem Server ist etwas schiefgegangen, während die Antwort geschrieben wurde. Versuch es noch einmal.',
  'said.reply.endless': 'Die Antwort hat unerwartet aufgehört. Versuch es noch einmal.',
  'said.reply.cut': 'Die Antwort hat ihre Höchstlänge erreicht und ist hier abgeschnitten.',
  'said.reply.refused': 'Das Modell will darauf nicht antworten.',
  'said.reply.modelLimit':
    'Die Antwort hat die Grenze des Modells erreicht und endet hier. Bitte Gemini, weiterzuschreiben.',
  'said.reply.thoughtOnly':
    'Gemini hat beim Nachdenken die Grenze für eine Antwort erreicht, bevor etwas geschrieben war. Bitte um etwas Kleineres.',
  'said.reply.saidNothing': 'Gemini ist fertig, ohne etwas zu sagen. Frag noch einmal, oder mit anderen Worten.',
  'said.reply.brokeOff': 'Die Antwort von Gemini ist vor ihrem Ende abgebrochen. Frag noch einmal.',
  'said.reply.endedEarly':
    'Gemini hat die Antwort vorzeitig beendet ({reason}). Frag noch einmal, oder mit anderen Worten.',
  'said.reply.notAReply': 'Was zurückkam, ist keine Antwort von Gemini, oder nur ein Teil davon. Frag noch einmal.',
  'said.reply.connectionBroke': 'Die Verbindung zu Gemini ist abgebrochen, und mit ihr die Antwort. Frag noch einmal.',
  'said.reply.silent':
    'Gemini hat {duration} lang nichts gesagt; deshalb wird auf diese Antwort nicht mehr gewartet. Frag noch einmal.',
  'said.reply.replySafety': 'Die Sicherheitsfilter von Gemini haben diese Antwort gestoppt. Frag mit anderen Worten.',
  'said.reply.replyProhibited':
    'Gemini hat diese Antwort gestoppt, weil sie Verbotenes enthalten könnte. Frag mit anderen Worten.',
  'said.reply.replyText':
    'Gemini hat diese Antwort gestoppt, weil sie einen veröffentlichten Text zu genau wiederholt. Frag mit anderen Worten.',
  'said.reply.replyWork':
    'Gemini hat diese Antwort gestoppt, weil sie ein veröffentlichtes Werk zu genau wiederholt. Frag mit anderen Worten.',
  'said.reply.replyWords':
    'Gemini hat diese Antwort gestoppt, weil sie gesperrte Wörter enthält. Frag mit anderen Worten.',
  'said.reply.replyPersonal':
    'Gemini hat diese Antwort gestoppt, weil sie heikle persönliche Daten enthalten könnte. Frag ohne solche Daten.',
  'said.reply.replyLanguage':
    'Gemini hat diese Antwort gestoppt, weil es die Sprache nicht kann. Frag in einer anderen Sprache.',
  'said.reply.questionSafety':
    'Die Sicherheitsfilter von Gemini haben diese Frage abgelehnt. Es kann auch an den Nachrichten davor liegen. Frag mit anderen Worten, oder in einem neuen Chat.',
  'said.reply.questionProhibited':
    'Gemini hat diese Frage abgelehnt, weil sie Verbotenes enthalten könnte. Es kann auch an den Nachrichten davor liegen. Frag mit anderen Worten, oder in einem neuen Chat.',
  'said.reply.questionWords':
    'Gemini hat diese Frage abgelehnt, weil sie gesperrte Wörter enthält. Es kann auch an den Nachrichten davor liegen. Frag mit anderen Worten, oder in einem neuen Chat.',
  'said.reply.questionRefused':
    'Gemini hat diese Frage abgelehnt ({reason}). Es kann auch an den Nachrichten davor liegen. Frag mit anderen Worten, oder in einem neuen Chat.',
  'said.reply.keyInvalid':
    'Google nimmt den Gemini-API-Schlüssel dieses Servers nicht an. Der Gastgeber kann einen anderen setzen: in den Einstellungen der App zur Party, oder als GEMINI_API_KEY, wo der Server gestartet wird.',
  'said.reply.keyForbidden':
    'Der Gemini-API-Schlüssel dieses Servers darf das nicht. Der Gastgeber kann einen anderen setzen: in den Einstellungen der App zur Party, oder als GEMINI_API_KEY, wo der Server gestartet wird.',
  'said.reply.keyUnsendable':
    'Der Gemini-API-Schlüssel dieses Servers enthält Zeichen, die darin nicht vorkommen können. Der Gastgeber kann einen anderen setzen: in den Einstellungen der App zur Party, oder als GEMINI_API_KEY, wo der Server gestartet wird.',
  'said.reply.tooLong': 'Die Unterhaltung ist länger, als das Modell lesen kann. Mach in einem neuen Chat weiter.',
  'said.reply.notOffered':
    'Wo dieser Server läuft, bietet Google die Gemini-API nicht kostenlos an. Der Gastgeber kann in Google AI Studio die Abrechnung für den Schlüssel einschalten.',
  'said.reply.rejected': 'Gemini hat die Anfrage abgelehnt.',
  'said.reply.noSuchModel':
    'Google hat kein Modell namens {model}, das hier antworten könnte. Der Gastgeber dieses Servers kann mit GEMINI_MODEL ein anderes wählen, etwa gemini-flash-latest.',
  'said.reply.overloaded': 'Gemini ist gerade überlastet. Frag in ein paar Minuten noch einmal.',
  'said.reply.fault': 'Gemini hat gerade selbst eine Störung. Frag in ein paar Minuten noch einmal.',
  'said.reply.late': 'Gemini konnte nicht rechtzeitig antworten. Frag noch einmal, oder nach etwas Kleinerem.',
  'said.reply.error': 'Gemini hat mit einem Fehler geantwortet ({status}).',
  'said.reply.unreachable':
    'Gemini ist nicht erreichbar. Der Rechner, auf dem dieser Chat läuft, braucht eine Internetverbindung; der Gastgeber sollte das prüfen, und ob eine Firewall oder ein Proxy im Weg ist.',
  'said.reply.planWithout':
    'Der Tarif des Gemini-API-Schlüssels dieses Servers enthält das Modell {model} nicht. Der Gastgeber kann mit GEMINI_MODEL ein anderes wählen, oder in Google AI Studio die Abrechnung für den Schlüssel einschalten.',
  'said.reply.dayUsedUp':
    'Das Tageskontingent des Gemini-API-Schlüssels dieses Servers für {model} ist aufgebraucht. Um Mitternacht pazifischer Zeit gibt es ein neues. Bis dahin kann der Gastgeber mit GEMINI_MODEL ein anderes Modell wählen, oder einen anderen Schlüssel.',
  'said.reply.textPerMinute':
    'Mehr Text pro Minute erlaubt der Gemini-API-Schlüssel dieses Servers nicht. Frag in {duration} noch einmal.',
  'said.reply.questionsPerMinute':
    'Mehr Fragen pro Minute erlaubt der Gemini-API-Schlüssel dieses Servers nicht. Frag in {duration} noch einmal.',
  // All stand after „in“ and, but for the third, before „lang“.
  'said.reply.second': '1 Sekunde',
  'said.reply.seconds': '{count} Sekunden',
  'said.reply.aMinute': 'einer Minute',
  'said.reply.minutes': '{count} Minuten',
  'said.reply.hours': '{count} Stunden',
} satisfies Translation<typeof enReplies>;
