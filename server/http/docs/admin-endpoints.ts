import * as z from 'zod/mini';
import { auditEntry, auditQuery } from '../../protocol/audit.ts';
import type { Endpoints } from './endpoint.ts';

export const adminEndpoints: Endpoints = {
  'GET /api/admin/audit': {
    summary: 'What was done to the server, newest first; for the host',
    query: auditQuery,
    answer: z.array(auditEntry),
    fails: ['not_authorized'],
  },
};
