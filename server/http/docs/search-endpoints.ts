import { dateQuery, messageAtDate, searchAnswer, searchQuery } from '../../protocol/search.ts';
import type { Endpoints } from './endpoint.ts';

export const searchEndpoints: Endpoints = {
  'GET /api/search': {
    summary: 'Finds messages in all chats of the caller, newest first',
    query: searchQuery,
    answer: searchAnswer,
  },
  'GET /api/chats/:chat_id/search': {
    summary: 'Finds messages in a chat, newest first',
    query: searchQuery,
    answer: searchAnswer,
    fails: ['not_authorized'],
  },
  'GET /api/chats/:chat_id/messages/at': {
    summary: 'The first message of a chat at a date or later',
    query: dateQuery,
    answer: messageAtDate,
    fails: ['not_authorized'],
  },
};
