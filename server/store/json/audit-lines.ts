import { isUtf8 } from 'node:buffer';
import { auditEntry, type AuditEntry } from '../../protocol/audit.ts';

const NEWLINE = 0x0a;

/** What a file of entries holds. */
export interface ReadEntries {
  /** Oldest first; the id of each is greater than that of the one before. */
  entries: AuditEntry[];
  /** Bytes up to the end of the last whole line. */
  end: number;
  /** Bytes follow that are no whole line. */
  isTorn: boolean;
  /** There are lines that are no entry. */
  isDamaged: boolean;
}

/** The line of an entry, its newline included. */
export function encodeEntry({ id, at, by, act, ...rest }: AuditEntry): Buffer {
  return Buffer.from(`${JSON.stringify({ id, at, by, act, ...rest })}\n`);
}

export function readEntries(bytes: Buffer): ReadEntries {
  const read: ReadEntries = { entries: [], end: 0, isTorn: false, isDamaged: false };
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, read.end)) {
    const entry = decode(bytes.subarray(read.end, end));
    if (entry && entry.id > (read.entries.at(-1)?.id ?? 0)) read.entries.push(entry);
    else read.isDamaged = true;
    read.end = end + 1;
  }
  read.isTorn = read.end < bytes.length;
  return read;
}

function decode(line: Buffer): AuditEntry | undefined {
  if (!isUtf8(line)) return undefined;
  try {
    return auditEntry.parse(JSON.parse(line.toString('utf8')));
  } catch {
    return undefined;
  }
}
