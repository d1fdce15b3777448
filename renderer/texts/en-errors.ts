import { errorSentences, type ErrorCode } from '../../server/protocol/codes.ts';
import { enReplies } from './en-replies.ts';

type ByCode = { readonly [Code in ErrorCode as `error.${Code}`]: (typeof errorSentences)[Code] };

/** What the server refuses with: the default sentence of every code, as it is on the wire. */
const byCode = Object.fromEntries(
  Object.entries(errorSentences).map(([code, sentence]) => [`error.${code}`, sentence]),
) as ByCode;

/**
 * Sentences of the server that say more than their code, and rules of the wire contract that a form can break, as they
 * are on the wire. They are recognised by their words, so a test looks for each in the server's source.
 */
export const enSaid = {
  'said.deviceGone': 'That device is signed out.',
  'said.settingGiven': '{name} was said where this server is started. Change it there.',
  'said.messageMissing': 'That message does not exist.',
  'said.fileMissing': 'That file does not exist any more.',
  'said.messageEmpty': 'The message is empty. Write something first.',
  'said.messageLong': 'The message is longer than {max} characters. Shorten or split it.',
  'said.forwardedChange': 'A forwarded message cannot be changed. Delete it instead.',
  'said.uploads': 'Too many files are being uploaded at once. Wait until some are done.',
  'said.fileLarge': 'The file is too large: at most {limit} are possible here.',
  'said.lobbyName': 'This chat is called as the party is. Its host names the party at its start.',
  'said.handOver': 'Hand the chat over to somebody else first.',
  'said.exports': '{count} exports of yours are under way. Wait until one of them has ended.',
  'said.forwardAlone': 'A forwarded message is sent as it is. Say more in another one.',
  'said.answeredElsewhere': 'The message that this one answers is not in this chat.',
  'said.forwardMissing': 'The message to forward does not exist.',
  'said.forwardRunning': 'This reply is still being written. Forward it when it is done.',
  'said.forwardNothing': 'There is nothing in this message to forward.',
  'said.pictureType': 'A picture is a PNG, JPEG, GIF, WebP or AVIF image.',
  'said.tooMuch': 'That was too much at once. Try again in {seconds} s.',
  'said.rule.empty': 'must not be empty',
  'said.rule.max': 'must have at most {max} characters',
  'said.rule.min': 'must have at least {min} characters',
  'said.rule.username': 'must not contain spaces, control or invisible characters',
  'said.rule.visible': 'must contain a visible character',
  'said.rule.bytes': 'must have at most {max} bytes (letters with accents and emoji count more than one)',
  'said.rule.email': 'must be an e-mail address',
  'said.rule.unicode': 'must not contain NUL characters or broken Unicode (lone surrogates)',
  'said.rule.range': 'must be a whole number from {min} to {max}',
  'said.rule.time': 'must be a time such as 22:30',
  'said.rule.sameTime': 'must not begin and end at the same time',
} as const;

/** Why something did not work. */
export const enErrors = {
  'error.unreachable': 'The server cannot be reached. Check the connection and try again.',
  'error.malformed': 'The server gave an answer that this program does not understand.',
  'error.more': '{sentence} ({original})',
  ...byCode,
  ...enSaid,
  ...enReplies,
} as const;
