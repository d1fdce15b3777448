import * as z from 'zod/mini';
import { chat } from '../../protocol/chats.ts';
import { fileEntry, fileFields } from '../../protocol/files.ts';
import type { Endpoints } from './endpoint.ts';

export const fileEndpoints: Endpoints = {
  'POST /api/chats/:chat_id/files': {
    summary: 'Uploads a file, for a message that is sent within a day',
    form: fileFields,
    answer: fileEntry,
    fails: ['not_authorized', 'too_large', 'files_full'],
  },
  'GET /api/chats/:chat_id/files/:file_id': {
    summary: 'A file, or with `Range` a part of it',
    answer: { type: '*/*', description: 'Its content, with its type; what is no image comes as an attachment' },
    fails: ['not_authorized', 'not_found'],
  },
  'GET /api/chats/:chat_id/picture': {
    summary: 'The picture of a chat; `picture` in the chat changes with it',
    answer: { type: '*/*', description: 'The image' },
    fails: ['not_authorized', 'not_found'],
  },
  'PUT /api/chats/:chat_id/picture': {
    summary: 'Gives a chat another picture: an image of up to 1 MB; for its owner and admins',
    form: z.object({}),
    answer: chat,
    fails: ['not_authorized', 'too_large', 'files_full'],
  },
  'DELETE /api/chats/:chat_id/picture': {
    summary: 'Takes the picture of a chat away; for its owner and admins',
    answer: chat,
    fails: ['not_authorized'],
  },
};
