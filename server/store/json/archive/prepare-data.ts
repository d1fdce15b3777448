import path from 'node:path';
import type { Log } from '../../../core/ports/log.ts';
import type { AuditEntry } from '../../../protocol/audit.ts';
import { AuditFile } from '../audit-file.ts';
import { hasCode, type Disk } from '../disk.ts';
import type { DocumentData } from '../document-schema.ts';
import { OpenFiles } from '../open-files.ts';
import { writeWhole } from '../write-whole.ts';
import type { CheckedData } from './check-data.ts';
import { AUDIT, PEOPLE } from './manifest.ts';

/** What keeps people signed in: of no use to another server. */
const SIGNED_IN = ['secret', 'sessions.json'];

/** What is there before, where an archive is restored. */
export interface FormerData {
  directory: string;
  document: DocumentData;
}

interface Preparation {
  former: FormerData | undefined;
  /** Who restores them. */
  by: AuditEntry['by'];
  /** Milliseconds since 1970. */
  now: number;
  log: Log;
}

/**
 * Makes checked data ready for their server: what was signed for an account here is not for another's there. On the same
 * server an id is the same person's for ever, as none is given a second time, and whoever is signed in stays so; on
 * another, whatever was signed before counts no more.
 */
export async function prepareData(
  disk: Disk,
  directory: string,
  checked: CheckedData,
  preparation: Preparation,
): Promise<void> {
  const { document, contents } = checked;
  const { former, now } = preparation;
  const same = contents.is_same_server ? former : undefined;
  const data = prepared(document, same?.document, new Date(now).toISOString());
  const bytes = Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
  await writeWhole(disk, path.join(directory, PEOPLE), (file) => file.write(bytes, 0));
  if (same) {
    for (const name of SIGNED_IN) await copyWhole(disk, path.join(same.directory, name), path.join(directory, name));
  }
  await recordImport(disk, directory, checked, preparation);
}

/** The last thing that was done to the server is that it has these data. */
async function recordImport(
  disk: Disk,
  directory: string,
  { contents }: CheckedData,
  { by, now, log }: Preparation,
): Promise<void> {
  const files = new OpenFiles(disk, 1);
  const around = { disk, files, path: path.join(directory, AUDIT), log, now: () => now, written: () => undefined };
  const audit = await AuditFile.open(around);
  const { created_at, name, host } = contents;
  const target = { kind: 'server' as const, ...(name !== null && { name }) };
  await audit.append({
    at: new Date(now).toISOString(),
    by,
    act: 'archive_imported',
    target,
    details: { created_at, host },
  });
  await audit.close();
  await files.close();
}

function prepared(document: DocumentData, former: DocumentData | undefined, now: string): DocumentData {
  const there = new Map(former?.users.map((account) => [account.id, account]));
  const last_ids = { ...document.last_ids };
  for (const kind of Object.keys(last_ids) as (keyof typeof last_ids)[]) {
    last_ids[kind] = Math.max(last_ids[kind], former?.last_ids[kind] ?? 0);
  }
  const users = document.users.map((account) => {
    const same = there.get(account.id);
    return { ...account, tokens_from: same ? latest(same.tokens_from, account.tokens_from) : now };
  });
  return { ...document, last_ids, users };
}

function latest(a: string | null, b: string | null): string | null {
  return (a ?? '') > (b ?? '') ? a : b;
}

async function copyWhole(disk: Disk, from: string, to: string): Promise<void> {
  const source = await disk.open(from, 'read').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    return undefined;
  });
  if (!source) return;
  try {
    const bytes = Buffer.alloc(await source.size());
    await source.read(bytes, 0);
    await writeWhole(disk, to, (file) => file.write(bytes, 0));
  } finally {
    await source.close();
  }
}
