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
};
