/** Fixed numbers of the wire contract, shared by server and renderer. */

/** The bot's `username` on the wire. */
export const BOT_NAME = 'Gemini';

/** A message that starts with this asks the bot for the text behind it. */
export const BOT_COMMAND = '/bot ';

/** Number of this wire contract, in `/health` and on the network's announcements. */
export const PROTOCOL = 1;

/** WebSocket subprotocol that the server answers when the token came in `Sec-WebSocket-Protocol`. */
export const SUBPROTOCOL = 'gemini-coop.v1';

/** The subprotocol entry that carries the token is this prefix and the JWT. */
export const BEARER_PREFIX = 'bearer.';

export const USERNAME_MAX = 40;
export const EMAIL_MAX = 254;
/** bcrypt reads no further than this many bytes of a password's UTF-8. */
export const PASSWORD_MAX_BYTES = 72;
export const PASSWORD_MIN = 8;
export const CHAT_NAME_MAX = 100;
export const TOPIC_MAX = 250;
export const SERVER_NAME_MAX = 60;
export const CLIENT_ID_MAX = 64;
/** UTF-16 code units of a message's content, unless the server is started with another limit. */
export const MESSAGE_MAX = 32_000;
/** UTF-16 code units of a message that an `activity` frame shows. */
export const PREVIEW_MAX = 140;
/** Messages, besides the newest, that one `activity` frame tells of; where there were more, the newest. */
export const ACTIVITY_EARLIER_MAX = 99;
/** At most this many unread messages, and mentions among them, are counted in a chat. */
export const UNREAD_COUNTED = 100;
/** In chats of more participants who has read what, and who comes and goes, is told only to who asks. */
export const LIVE_PARTICIPANTS_MAX = 50;
/** Former versions of a message that are kept; of more, the newest. */
export const EDITS_MAX = 50;
/** Different emoji that one message can have as reactions. */
export const REACTIONS_MAX = 20;
/** Messages that one chat can have pinned. */
export const PINS_MAX = 50;
/** Characters of a webhook's name and of its address; how many one chat can have, and so many of the newest deliveries are listed. */
export const WEBHOOK_NAME_MAX = 60;
export const WEBHOOK_URL_MAX = 2000;
export const WEBHOOKS_MAX = 20;
export const DELIVERIES_LISTED = 50;
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;
/** Characters of what is searched for, and how many messages one answer of a search has. */
export const SEARCH_QUERY_MAX = 200;
export const SEARCH_DEFAULT = 20;
export const SEARCH_MAX = 50;
/** At most this many names can be given when a chat is created, and are listed in a chat's `participant_usernames`. */
export const PARTICIPANTS_AT_CREATION_MAX = 50;
export const PARTICIPANT_NAMES_SHOWN = 8;

/** WebSocket close codes that the server uses. */
export const closeCodes = {
  /** The server stops. */
  goingAway: 1001,
  /** A binary frame was received. */
  unsupported: 1003,
  /** Missing, invalid or expired token at connect. */
  policy: 1008,
  /** A frame over the size limit. */
  tooBig: 1009,
  /** The peer reads too slowly; it may come back. */
  tryAgainLater: 1013,
  /** The token expired while connected, or its session has ended. */
  tokenExpired: 4001,
  /** The host has removed or banned this user. */
  removed: 4003,
} as const;
