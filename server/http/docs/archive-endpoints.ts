import { ARCHIVE_SIZE_HEADER, archiveChoice, archiveQuery, checkedArchive } from '../../protocol/archive.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const archiveEndpoints: Endpoints = {
  'GET /api/archive': {
    summary: `Everything that this server keeps, with all passwords' hashes and private messages, as one zip; \`${ARCHIVE_SIZE_HEADER}\` says about how many bytes; for the host`,
    answer: { type: 'application/zip', description: 'The archive, made while it is sent' },
    fails: ['not_authorized', 'archive_busy'],
  },
  'POST /api/archive': {
    summary:
      'Puts what is in an archive in the place of everything and starts anew; with `check=true` it is only looked at, and waits; for the host',
    query: archiveQuery,
    raw: 'application/zip',
    answer: checkedArchive,
    fails: ['not_authorized', 'archive_busy', 'archive_invalid', 'too_large', 'no_room'],
  },
  'DELETE /api/archive': {
    summary: 'Removes the archive that waits; for the host',
    answer: acknowledgement,
    fails: ['not_authorized'],
  },
  'POST /api/archive/restore': {
    summary: 'Restores the archive that was checked and waits; for the host',
    body: archiveChoice,
    answer: checkedArchive,
    fails: ['not_authorized', 'not_found', 'no_room'],
  },
};
