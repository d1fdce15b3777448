import * as z from 'zod/mini';
import { chatNotifications } from '../../protocol/preferences.ts';
import { presence } from '../../protocol/presence.ts';
import { markRead, readPosition, readReceipt } from '../../protocol/reading.ts';
import type { Endpoints } from './endpoint.ts';

export const readingEndpoints: Endpoints = {
  'POST /api/chats/:chat_id/mark-read': {
    summary: 'Everything up to a message is read, without one all that there is; a position never goes back',
    body: markRead,
    isBodyOptional: true,
    answer: readPosition,
    fails: ['not_authorized'],
  },
  'GET /api/chats/:chat_id/read-receipts': {
    summary: 'How far the participants have read',
    answer: z.array(readReceipt),
    fails: ['not_authorized'],
  },
  'PUT /api/chats/:chat_id/notifications': {
    summary:
      'What the caller is told of a chat: all, what is meant for them, nothing, or (null) as their preferences say',
    body: chatNotifications,
    answer: chatNotifications,
    fails: ['not_authorized'],
  },
  'GET /api/presence': {
    summary: 'Whether those are here with whom the caller shares a chat that is no group',
    answer: z.array(presence),
  },
};
