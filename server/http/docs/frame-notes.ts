import type { ClientFrame, ServerFrame } from '../../protocol/frames.ts';
import type { closeCodes } from '../../protocol/limits.ts';

/** What each frame of a client is for. */
export const clientFrameNotes: Record<ClientFrame['type'], string> = {
  join: 'Enters the room of a chat; answered with `joined` and with the text so far of a running reply.',
  leave: 'Leaves the room.',
  message:
    'Says something. It comes back as `message` once it is stored, with its `client_id`; the same one is stored once, however often it is sent. A text that starts with `/bot ` asks the bot.',
  typing: 'Shows the others in the room that its sender is typing.',
  stop: 'Stops a running reply, by its id, or one that waits, by the id of its question.',
  read: 'Everything up to a message is read; answered with `read_position` to all of the reader’s connections.',
  presence: 'Somebody is at this device, or has not been for a while; a new connection is `online`.',
  ping: 'Answered with `pong`.',
};

/** What each frame of the server tells. */
export const serverFrameNotes: Record<ServerFrame['type'] | 'bot_stream_end', string> = {
  message: 'Something was said; to its sender it is the acknowledgement.',
  bot_stream:
    'A piece of a running reply. A client keeps `text.slice(0, offset) + chunk` where `offset` is at most the length of its text, and passes the frame over otherwise.',
  bot_stream_end: 'The end of a reply, with its whole text; sent once it is stored.',
  user_joined: 'Somebody has entered the room.',
  user_left: 'Somebody has left the room.',
  typing: 'Somebody in the room is typing.',
  joined: 'Answers `join`: who is there, and the newest message.',
  message_edited: 'A message has another text.',
  message_deleted: 'A message was deleted: nothing but its place is left.',
  message_reactions: 'All reactions to a message, as they are now.',
  author_erased: 'Somebody has deleted their account: no message of the chat names them any more.',
  pins_changed: 'All pinned messages of a chat, as they are now.',
  webhooks_changed:
    'To the owner and admins of a chat: its webhooks have changed, or whether they work; the server may have switched one off.',
  turn_queued: 'A question to the bot waits for its turn.',
  chat_added: 'The receiver takes part in a chat from now on.',
  chat_removed: 'The receiver takes part in a chat no more: removed, gone by themselves, or it was deleted.',
  chat_changed: 'A chat is called otherwise, is about something else, or has another owner.',
  participant_added: 'Somebody takes part in a chat from now on.',
  participant_changed: 'Somebody may do more or less in a chat from now on.',
  participant_removed: 'Somebody takes part in a chat no more.',
  activity: 'Something was said in a chat in whose room the receiver is not.',
  read_position: 'To all connections of a reader: how far they have read a chat now.',
  notify_changed: 'To all connections of a user: what they are told of a chat from now on.',
  preferences_changed: 'To all connections of a user: how they are told of news from now on.',
  reads: 'These have read so far; to the rooms of chats that are not too big for it.',
  presence:
    'Somebody has come, gone or is away; to the rooms of groups that are not too big for it, and to everybody who shares a chat with them that is no group.',
  server_changed: 'What `GET /health` says has changed.',
  profile_changed:
    'To everybody who shares a chat with somebody, and to their own connections: what they are called, look like or say of themselves is new.',
  people_changed: 'To the host: who has an account, or who is connected, has changed.',
  signed_out: 'The session of this connection has ended; the socket closes next.',
  removed: 'The host has removed or banned the receiver; the socket closes next.',
  pong: 'Answers `ping`.',
  error: 'A frame was refused. `chat_id` and `client_id` repeat those of that frame.',
};

/** Why the server closes a socket. */
export const closeNotes: Record<keyof typeof closeCodes, string> = {
  goingAway: 'the server stops',
  unsupported: 'a binary frame',
  policy: 'a missing, invalid or expired token',
  tooBig: 'a frame over the size limit',
  tryAgainLater: 'it reads too slowly, or the server cannot look it up now; it may come back',
  tokenExpired: 'the token has expired meanwhile, or its session was ended',
  removed: 'the host has removed or banned its user',
};
