import * as z from 'zod/mini';
import { adminChat, overview } from '../../protocol/admin.ts';
import { auditEntry, auditQuery } from '../../protocol/audit.ts';
import { acknowledgement } from './acknowledgement.ts';
import { setting, settingsChange } from '../../protocol/options.ts';
import type { Endpoints } from './endpoint.ts';

export const adminEndpoints: Endpoints = {
  'GET /api/admin/overview': {
    summary: 'How much there is of everything; for the host',
    answer: overview,
    fails: ['not_authorized'],
  },
  'GET /api/admin/chats': {
    summary: 'All chats and how large they are, without what is said there; for the host',
    answer: z.array(adminChat),
    fails: ['not_authorized'],
  },
  'DELETE /api/admin/chats/:chat_id': {
    summary: 'Deletes anybody’s chat for everybody; for the host',
    answer: acknowledgement,
    fails: ['not_authorized', 'not_found', 'lobby_stays'],
  },
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
