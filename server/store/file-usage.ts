import type { FileUsage, StoredFile } from '../core/ports/files.ts';

/** See `FileStore.usage`. */
export function usageOf(files: Iterable<StoredFile>): FileUsage {
  const usage: FileUsage = { byChat: new Map(), byUser: new Map() };
  for (const { chat_id, uploaded_by, size } of files) {
    usage.byChat.set(chat_id, (usage.byChat.get(chat_id) ?? 0) + size);
    usage.byUser.set(uploaded_by, (usage.byUser.get(uploaded_by) ?? 0) + size);
  }
  return usage;
}
