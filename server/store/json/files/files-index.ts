import type { StoredFile } from '../../../core/ports/files.ts';
import type { FilesData } from './files-schema.ts';

type Files = FilesData['files'];

interface FilesIndex {
  byId: Map<number, StoredFile>;
  /** By `pictureKey`. */
  pictures: Map<string, StoredFile>;
  /** The bytes of each content that a file has. */
  sizes: Map<string, number>;
  /** Bytes of all contents together. */
  total: number;
}

const indexes = new WeakMap<Files, FilesIndex>();

/** The index of a list that never changes; made once for each. */
export function filesIndex(files: Files): FilesIndex {
  let index = indexes.get(files);
  if (!index) {
    index = { byId: new Map(), pictures: new Map(), sizes: new Map(), total: 0 };
    for (const file of files) {
      index.byId.set(file.id, file);
      if (file.is_picture) index.pictures.set(pictureKey(file.chat_id, file.sha256), file);
      if (!index.sizes.has(file.sha256)) index.total += file.size;
      index.sizes.set(file.sha256, file.size);
    }
    indexes.set(files, index);
  }
  return index;
}

/** What a chat's picture is looked up by. */
export function pictureKey(chatId: number, sha256: string): string {
  return `${chatId} ${sha256}`;
}
