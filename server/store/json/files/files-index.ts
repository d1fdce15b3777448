import type { StoredFile } from '../../../core/ports/files.ts';
import type { FilesData } from './files-schema.ts';

type Records = Pick<FilesData, 'files' | 'avatars'>;

interface FilesIndex {
  byId: Map<number, StoredFile>;
  /** By `pictureKey`. */
  pictures: Map<string, StoredFile>;
  /** The bytes of each content that a file or an avatar has. */
  sizes: Map<string, number>;
  /** Bytes of all contents together. */
  total: number;
}

/** By the list of files, with the list of avatars that it was made with. */
const indexes = new WeakMap<Records['files'], { avatars: Records['avatars']; index: FilesIndex }>();

/** The index of lists that never change; made once for each. */
export function filesIndex({ files, avatars }: Records): FilesIndex {
  const known = indexes.get(files);
  let index = known?.avatars === avatars ? known.index : undefined;
  if (!index) {
    index = { byId: new Map(), pictures: new Map(), sizes: new Map(), total: 0 };
    for (const file of files) {
      index.byId.set(file.id, file);
      if (file.is_picture) index.pictures.set(pictureKey(file.chat_id, file.sha256), file);
    }
    for (const { sha256, size } of [...files, ...avatars]) {
      if (!index.sizes.has(sha256)) index.total += size;
      index.sizes.set(sha256, size);
    }
    indexes.set(files, { avatars, index });
  }
  return index;
}

/** The bytes of each content that something has. */
export function contentsOf(records: FilesData): Map<string, number> {
  return new Map(filesIndex(records).sizes);
}

/** What a chat's picture is looked up by. */
export function pictureKey(chatId: number, sha256: string): string {
  return `${chatId} ${sha256}`;
}
