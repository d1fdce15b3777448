import type { FileEntry } from '../../../server/protocol/files.ts';
import type { FileSource } from '../../state/file-cache.ts';
import type { Upload } from '../../state/types.ts';
import { fileSource } from '../../state/uploads/sources.ts';

/** A file as the timeline shows it: the server's, or one that is still on its way there. */
export type ShownFile = Pick<FileEntry, 'name' | 'type' | 'size' | 'width' | 'height'> & {
  key: string;
  chatId: number;
  /** Null while it is not on the server. */
  id: number | null;
  source: FileSource | null;
  /** How far the upload is; null where it is done. */
  upload: Upload | null;
};

/** A file of a message. */
export function shownFile(chatId: number, { id, ...rest }: FileEntry): ShownFile {
  return { ...rest, key: String(id), chatId, id, source: fileSource(chatId, { id, type: rest.type }), upload: null };
}

/** A file that a message waits for. */
export function shownUpload(upload: Upload): ShownFile {
  const { key, chat_id: chatId, state, name, type, size, width, height } = upload;
  if (state.kind === 'done') return { ...shownFile(chatId, state.file), upload };
  return { key, chatId, id: null, source: null, upload, name, type, size, width, height };
}
