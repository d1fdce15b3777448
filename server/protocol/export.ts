import * as z from 'zod/mini';
import { cleanFileName, NAMELESS_FILE } from './files.ts';

/** In which forms a chat can be taken along. */
export const exportFormat = z.enum(['markdown', 'json', 'html']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** Query of `GET /api/chats/{id}/export`. */
export const exportQuery = z.object({ format: exportFormat });

/** What stands in `format` of an export in JSON, and its version. */
export const EXPORT_FORMAT = 'gemini-coop-chat';
export const EXPORT_VERSION = 1;

const extensions: Record<ExportFormat, string> = { markdown: 'md', json: 'json', html: 'html' };

/** What is no part of a file's name on some system. */
const forbidden = /[/\\<>:"|?*]+/g;

/**
 * What the file of an export is called, whatever the chat is.
 * @param title what the chat is called. @param date when it was exported, ISO 8601
 */
export function exportFileName(title: string, date: string, format: ExportFormat): string {
  const named = cleanFileName(title.replace(forbidden, '-'))
    .slice(0, 120)
    .toWellFormed()
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return cleanFileName(`${named === '' ? NAMELESS_FILE : named} ${date.slice(0, 10)}.${extensions[format]}`);
}
