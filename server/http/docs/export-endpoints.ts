import { exportQuery } from '../../protocol/export.ts';
import type { Endpoints } from './endpoint.ts';

export const exportEndpoints: Endpoints = {
  'GET /api/chats/:chat_id/export': {
    summary: 'A chat as a file: as Markdown, as JSON or as one HTML page with its images; two at once per user',
    query: exportQuery,
    answer: {
      type: '*/*',
      description: 'The file, as an attachment; a connection that breaks has not brought all of it',
    },
    fails: ['not_authorized', 'rate_limited'],
  },
};
