import * as z from 'zod/mini';
import { messageRewrite, pinnedMessages } from '../../protocol/message-changes.ts';
import { message, messageEdit } from '../../protocol/messages.ts';
import type { Endpoints } from './endpoint.ts';

const one = '/api/chats/:chat_id/messages/:message_id';

/** What can be done with a message. */
export const messageActEndpoints: Endpoints = {
  [`GET ${one}`]: { summary: 'A message', answer: message, fails: ['not_authorized', 'not_found'] },
  [`PATCH ${one}`]: {
    summary: 'Gives a message of the caller another text',
    body: messageRewrite,
    answer: message,
    fails: ['not_authorized', 'not_found', 'message_deleted'],
  },
  [`DELETE ${one}`]: {
    summary: 'Deletes a message, and answers what is left of it; a second time changes nothing',
    answer: message,
    fails: ['not_authorized', 'not_found'],
  },
  [`GET ${one}/edits`]: {
    summary: 'The former versions of a message, oldest first',
    answer: z.array(messageEdit),
    fails: ['not_authorized', 'not_found'],
  },
  [`PUT ${one}/reactions/:emoji`]: {
    summary: 'Reacts to a message with one emoji; a second time changes nothing',
    answer: message,
    fails: ['not_authorized', 'not_found', 'message_deleted', 'too_many_reactions'],
  },
  [`DELETE ${one}/reactions/:emoji`]: {
    summary: 'Takes a reaction back',
    answer: message,
    fails: ['not_authorized', 'not_found', 'message_deleted'],
  },
  'GET /api/chats/:chat_id/pins': {
    summary: 'The pinned messages, the one that was pinned last first',
    answer: z.array(message),
    fails: ['not_authorized'],
  },
  'PUT /api/chats/:chat_id/pins/:message_id': {
    summary: 'Pins a message; a second time changes nothing',
    answer: pinnedMessages,
    fails: ['not_authorized', 'not_found', 'message_deleted', 'too_many_pins'],
  },
  'DELETE /api/chats/:chat_id/pins/:message_id': {
    summary: 'Unpins a message; one that is not pinned stays so',
    answer: pinnedMessages,
    fails: ['not_authorized'],
  },
};
