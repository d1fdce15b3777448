import * as z from 'zod/mini';

/**
 * The closed list of error codes, each with the sentence that goes on the wire as `detail` (REST) or `error` (socket).
 * A more exact sentence may replace it; the code stays.
 */
export const errorSentences = {
  invalid: 'The request does not have the expected form.',
  not_authenticated: 'Sign in again: the token is missing, invalid or expired.',
  bad_credentials: 'Incorrect username or password',
  banned: 'The host has banned this account from the server.',
  username_taken: 'Username already registered',
  display_name_taken: 'Somebody else could be meant by that name: it reads as another username, or as the bot’s.',
  email_taken: 'Email already registered',
  not_authorized: 'Not authorized',
  invite_required: 'This server is for invited people only. Open the invite link, or type the join code.',
  registration_closed: 'This server takes no new accounts. Ask whoever runs it.',
  invite_invalid: 'This invite does not work any more. Ask who invited you for a new one.',
  reset_invalid: 'This link does not set a password any more. Ask who hosts the server for a new one.',
  not_a_guest: 'This account has a password already.',
  host_stays: 'The host cannot be removed.',
  owner_stays: 'The owner of a chat cannot be removed from it.',
  owner_leaves: 'You own this chat. Hand it over to somebody in it, or delete it.',
  lobby_stays: 'The chat of the whole party cannot be deleted.',
  setting_given: 'This was said where the server is started. Change it there.',
  user_not_found: 'User not found',
  not_found: 'There is nothing at this address.',
  method_not_allowed: 'This address does not support that method.',
  too_large: 'The request is larger than this server allows.',
  file_gone: 'A file of this message was sent already, or is not there any more. Attach it again.',
  files_full: 'This server has no room for further files. Whoever runs it can allow more, or delete some.',
  archive_busy: 'Another archive is being made or taken in. Wait until that is done.',
  archive_invalid: 'This is no archive of a server.',
  no_room: 'The disk has no room for this archive. Free some, and try again.',
  rate_limited: 'Too many requests. Wait a moment and try again.',
  too_many_turns: 'The bot already has too many questions waiting in this chat. Ask again when some are answered.',
  nothing_to_stop: 'That reply is not running any more.',
  message_deleted: 'This message has been deleted.',
  too_many_reactions: 'This message has 20 different reactions already. Use one of them.',
  too_many_pins: 'This chat has 50 pinned messages already. Unpin one of them first.',
  too_many_webhooks: 'This chat has 20 webhooks already. Delete one of them first.',
  webhook_name: 'Somebody here is called that. Choose another name.',
  webhook_url: 'Webhooks cannot be sent to this address.',
  webhook_inactive: 'This webhook is switched off.',
  webhooks_off: 'Webhooks are switched off on this server.',
  host_not_allowed:
    'This server does not answer under that host name. Use its IP address, or add the name to CORS_ORIGINS.',
  origin_not_allowed:
    'Pages from that origin may not use this server. Add the origin to CORS_ORIGINS if it should be trusted.',
  storage_unavailable: 'The server cannot save at the moment (its disk may be full or read-only). Try again later.',
  not_ready: 'The server is starting or stopping. Try again in a moment.',
  internal: 'Something went wrong on the server. The details are in its log.',
} as const;

export type ErrorCode = keyof typeof errorSentences;

export const errorCode = z.enum(Object.keys(errorSentences) as [ErrorCode, ...ErrorCode[]]);
