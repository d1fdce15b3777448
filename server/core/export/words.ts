import type { FileEntry } from '../../protocol/files.ts';
import type { Message } from '../../protocol/messages.ts';
import { startOf } from '../../protocol/text.ts';

const QUOTE_MAX = 140;
const units = ['B', 'kB', 'MB', 'GB'];

/** A size for people, such as `1.5 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1000 ** power;
  return `${size >= 100 || power === 0 ? Math.round(size) : size.toFixed(1)} ${units[power]}`;
}

/** A file in one line. */
export function fileText({ name, type, size }: FileEntry): string {
  return `${name} (${type}, ${sizeText(size)})`;
}

/** What is to be known of a message beside who said what when, in one line each. */
export function notesOf(message: Message): string[] {
  const { is_bot, asked_by, status, detail, edited_at, deleted_at, forwarded_from } = message;
  return [
    is_bot && (asked_by === undefined ? 'bot' : `bot, asked by ${asked_by}`),
    'integration' in message && 'integration',
    forwarded_from !== undefined && `forwarded from ${forwarded_from}`,
    endings[status],
    status !== 'complete' && detail,
    edited_at !== undefined && `edited ${edited_at}`,
    deleted_at !== undefined && `deleted ${deleted_at}`,
  ].filter((note) => typeof note === 'string');
}

const endings: Record<Message['status'], string | false> = {
  complete: false,
  streaming: 'still being written',
  stopped: 'stopped',
  failed: 'failed',
  blocked: 'blocked',
  interrupted: 'interrupted',
};

/** The start of a message that another one answers, in one line. */
export function quoteText({ content, deleted_at, files }: Message): string {
  if (deleted_at !== undefined) return 'deleted message';
  const line = content.replace(/\s+/g, ' ').trim();
  if (line === '') return (files ?? []).map(({ name }) => name).join(', ');
  const start = startOf(line, QUOTE_MAX);
  return start === line ? line : `${start}…`;
}
