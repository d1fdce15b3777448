import type { ReactNode } from 'react';
import { auditAct, type AuditEntry } from '../../../server/protocol/audit.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';

/** One act as a sentence. Whoever has lost their account since is named as they were called then. */
export function sayEntry({ by, act, target }: AuditEntry): ReactNode {
  const who = by === null ? text('audit.server') : <Name className="font-medium">{by.username}</Name>;
  const { data: known } = auditAct.safeParse(act);
  const called = target?.name;
  const name = <Name className="font-medium">{called ?? ''}</Name>;
  switch (known) {
    case undefined:
      return rich('audit.other', { by: who });
    case 'invite_created':
    case 'invite_renewed':
    case 'invite_revoked':
    case 'chat_deleted':
      return called === undefined
        ? rich(`audit.${known}`, { by: who })
        : rich(`audit.${known}.chat`, { by: who, name });
    case 'archive_exported':
    case 'archive_imported':
      return rich(`audit.${known}`, { by: who });
    case 'person_removed':
    case 'person_banned':
    case 'person_unbanned':
    case 'password_reset':
    case 'setting_changed':
      return rich(`audit.${known}`, { by: who, name });
  }
}
