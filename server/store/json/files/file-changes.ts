import { randomInt } from 'node:crypto';
import type { FileCopy, NewAvatar, NewStoredFile, StoredAvatar, StoredFile } from '../../../core/ports/files.ts';
import type { Change } from '../document.ts';
import { filesIndex } from './files-index.ts';
import type { FilesData } from './files-schema.ts';

type FilesChange<T> = Change<T, FilesData>;

/** Ids are random: where an old copy of the file is put back, none is given a second time. */
const ID_MAX = 2 ** 48 - 1;

/** See `FileStore.add`. */
export function addFile(file: NewStoredFile, content: { sha256: string; size: number }): FilesChange<StoredFile> {
  return (data) => {
    const { sha256, size } = content;
    const added: StoredFile = { ...file, id: newId(data), sha256, size, message_id: null };
    const unwanted = data.unwanted.filter((other) => other !== sha256);
    return { data: { ...data, files: [...data.files, added], unwanted }, result: added };
  };
}

/** See `FileStore.copy`. */
export function copyFile(fileId: number, copy: FileCopy): FilesChange<StoredFile | undefined> {
  return (data) => {
    const source = filesIndex(data).byId.get(fileId);
    if (!source) return { data, result: undefined };
    const added: StoredFile = { ...source, ...copy, id: newId(data), message_id: null, is_picture: false };
    return { data: { ...data, files: [...data.files, added] }, result: added };
  };
}

/** See `FileStore.assign`. */
export function assignFiles(fileIds: readonly number[], messageId: number | null): FilesChange<void> {
  const ids = new Set(fileIds);
  return (data) => {
    const files = data.files.map((file) => (ids.has(file.id) ? { ...file, message_id: messageId } : file));
    return { data: { ...data, files }, result: undefined };
  };
}

/** Removes the files that `isIt` picks; contents that no other file has become unwanted. */
export function removeFiles(isIt: (file: StoredFile) => boolean): FilesChange<void> {
  return (data) => {
    const removed = data.files.filter(isIt);
    if (removed.length === 0) return { data, result: undefined };
    const files = data.files.filter((file) => !isIt(file));
    return { data: withOrphans({ ...data, files }, removed), result: undefined };
  };
}

/** See `FileStore.addAvatar`. */
export function addAvatar(avatar: NewAvatar, content: { sha256: string; size: number }): FilesChange<StoredAvatar> {
  return (data) => {
    const { sha256, size } = content;
    const added: StoredAvatar = { ...avatar, sha256, size };
    const others = data.avatars.filter((one) => one.user_id !== avatar.user_id || one.sha256 !== sha256);
    const unwanted = data.unwanted.filter((other) => other !== sha256);
    return { data: { ...data, avatars: [...others, added], unwanted }, result: added };
  };
}

/** Removes the avatars that `isIt` picks; contents that nothing else has become unwanted. */
export function removeAvatars(isIt: (avatar: StoredAvatar) => boolean): FilesChange<void> {
  return (data) => {
    const removed = data.avatars.filter(isIt);
    if (removed.length === 0) return { data, result: undefined };
    const avatars = data.avatars.filter((avatar) => !isIt(avatar));
    return { data: withOrphans({ ...data, avatars }, removed), result: undefined };
  };
}

/** Contents of what was removed become unwanted where nothing else has them. */
function withOrphans(data: FilesData, removed: readonly { sha256: string }[]): FilesData {
  const { sizes } = filesIndex(data);
  const orphans = removed.map(({ sha256 }) => sha256).filter((sha256) => !sizes.has(sha256));
  return { ...data, unwanted: [...new Set([...data.unwanted, ...orphans])] };
}

/** Forgets unwanted contents that are gone. */
export function forgetContents(gone: ReadonlySet<string>): FilesChange<void> {
  return (data) => ({
    data: { ...data, unwanted: data.unwanted.filter((sha256) => !gone.has(sha256)) },
    result: undefined,
  });
}

function newId(data: FilesData): number {
  const { byId } = filesIndex(data);
  for (;;) {
    const id = randomInt(1, ID_MAX);
    if (!byId.has(id)) return id;
  }
}
