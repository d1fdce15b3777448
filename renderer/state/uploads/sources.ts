import { imageTypes, type FileEntry } from '../../../server/protocol/files.ts';
import type { FileSource } from '../file-cache.ts';

/** Sounds and films that the page plays. */
export const playedTypes: ReadonlySet<string> = new Set([
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/flac',
  'video/mp4',
  'video/webm',
  'video/ogg',
]);

/** What else the page shows of a blob; everything else stays bytes to it, whatever the server calls it. */
const shown: ReadonlySet<string> = new Set([...imageTypes, ...playedTypes, 'application/pdf', 'text/plain']);

/** A file of a message. */
export function fileSource(chatId: number, { id, type }: Pick<FileEntry, 'id' | 'type'>): FileSource {
  return {
    key: `file ${chatId} ${id}`,
    path: `/api/chats/${chatId}/files/${id}`,
    type: shown.has(type) ? type : 'application/octet-stream',
  };
}

/** The picture of a chat; `picture` is its hash. Its type is left to the browser, which only takes it for an image; the hash
 * keeps it from taking the former picture. */
export function pictureSource(chatId: number, picture: string): FileSource {
  return { key: `picture ${chatId} ${picture}`, path: `/api/chats/${chatId}/picture?${picture}`, type: '' };
}

/** The picture of a person; as that of a chat. */
export function avatarSource(userId: number, avatar: string): FileSource {
  return { key: `avatar ${userId} ${avatar}`, path: `/api/users/${userId}/avatar?${avatar}`, type: '' };
}
