import * as z from 'zod/mini';
import { chat, invitation, newChat } from '../../protocol/chats.ts';
import { message, messagesQuery } from '../../protocol/messages.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const chatEndpoints: Endpoints = {
  'GET /api/chats': { summary: 'The chats of the caller, most recent activity first', answer: z.array(chat) },
  'POST /api/chats': { summary: 'Makes a chat', body: newChat, answer: chat, fails: ['user_not_found'] },
  'GET /api/chats/:chat_id': { summary: 'A chat', answer: chat, fails: ['not_authorized'] },
  'POST /api/chats/:chat_id/invite': {
    summary: 'Makes somebody a participant; a second time changes nothing',
    body: invitation,
    answer: acknowledgement,
    fails: ['not_authorized', 'user_not_found'],
  },
};

export const messageEndpoints: Endpoints = {
  'GET /api/chats/:chat_id/messages': {
    summary: 'A page of messages, oldest first: the newest of the range, with `after` the oldest behind it',
    query: messagesQuery,
    answer: z.array(message),
    fails: ['not_authorized'],
  },
};
