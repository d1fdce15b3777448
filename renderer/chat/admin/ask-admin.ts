import * as z from 'zod/mini';
import { adminChat, overview } from '../../../server/protocol/admin.ts';
import { auditEntry, type AuditAct } from '../../../server/protocol/audit.ts';
import { setting, type SettingsChange } from '../../../server/protocol/options.ts';
import { resetLink } from '../../../server/protocol/people.ts';
import { actions } from '../../state/actions.ts';

const done = z.object({ message: z.string() });
const chats = z.array(adminChat);
const entries = z.array(auditEntry);
const settings = z.array(setting);

/** What one answer of the log has. */
export const LOG_PAGE = 50;

/** What the host asks of the server; loaded with the pages that do. Each rejects with ApiError. */
export const askAdmin = {
  overview: () => actions.ask(overview, 'GET', '/api/admin/overview'),
  chats: () => actions.ask(chats, 'GET', '/api/admin/chats'),
  deleteChat: async (chatId: number) => {
    await actions.ask(done, 'DELETE', `/api/admin/chats/${chatId}`);
  },
  /** Newest first. @param before an entry's id, exclusive */
  log: (act: AuditAct | null, before?: number) => {
    const query = new URLSearchParams({ limit: String(LOG_PAGE) });
    if (act !== null) query.set('act', act);
    if (before !== undefined) query.set('before', String(before));
    return actions.ask(entries, 'GET', `/api/admin/audit?${query.toString()}`);
  },
  settings: () => actions.ask(settings, 'GET', '/api/admin/settings'),
  changeSettings: (change: SettingsChange) => actions.ask(settings, 'PATCH', '/api/admin/settings', change),
  ban: async (userId: number, reason: string) => {
    await actions.ask(done, 'PUT', `/api/people/${userId}/ban`, { reason });
  },
  /** A link with which somebody chooses another password; its token is told only now. */
  resetPassword: (userId: number) => actions.ask(resetLink, 'POST', `/api/people/${userId}/password-reset`),
  unban: async (userId: number) => {
    await actions.ask(done, 'DELETE', `/api/people/${userId}/ban`);
  },
};
