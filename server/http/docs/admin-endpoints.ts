import * as z from 'zod/mini';
import { auditEntry, auditQuery } from '../../protocol/audit.ts';
import { setting, settingsChange } from '../../protocol/options.ts';
import type { Endpoints } from './endpoint.ts';

export const adminEndpoints: Endpoints = {
  'GET /api/admin/audit': {
    summary: 'What was done to the server, newest first; for the host',
    query: auditQuery,
    answer: z.array(auditEntry),
    fails: ['not_authorized'],
  },
  'GET /api/admin/settings': {
    summary: 'What can be decided while the server runs, and who has; for the host',
    answer: z.array(setting),
    fails: ['not_authorized'],
  },
  'PATCH /api/admin/settings': {
    summary: 'Decides it, at once; for the host',
    body: settingsChange,
    answer: z.array(setting),
    fails: ['not_authorized', 'setting_given'],
  },
};
