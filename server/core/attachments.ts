import type { FileEntry } from '../protocol/files.ts';
import type { Message } from '../protocol/messages.ts';
import type { FileStore } from './ports/files.ts';
import { shownTypes, type ModelFile } from './ports/model.ts';

/** Bytes of files that the model is shown with one question, all together. */
export const ATTACHED_MAX = 15 * 1_048_576;

/**
 * Reads what the model is to look at, by the files' ids: of the first message what fits and can be looked at, then of the
 * next. What cannot be read is left out.
 */
export async function readAttachments(files: FileStore, messages: Message[]): Promise<Map<number, ModelFile>> {
  const attached = new Map<number, ModelFile>();
  let left = ATTACHED_MAX;
  for (const message of messages) {
    for (const entry of message.files ?? []) {
      if (!shownTypes.has(entry.type) || entry.size > left) continue;
      const data = await readWhole(files, message.chat_id, entry).catch(() => undefined);
      if (!data) continue;
      left -= data.length;
      attached.set(entry.id, { type: entry.type, data, name: entry.name });
    }
  }
  return attached;
}

/** Undefined where it is gone, or not what its message says. */
async function readWhole(files: FileStore, chatId: number, { id, size }: FileEntry): Promise<Uint8Array | undefined> {
  const file = await files.file(id);
  const content = file?.chat_id === chatId ? await files.content(file) : undefined;
  if (!content) return undefined;
  try {
    if (content.size !== size) return undefined;
    const bytes = new Uint8Array(size);
    let done = 0;
    for await (const piece of content.pieces(0, size)) {
      bytes.set(piece, done);
      done += piece.length;
    }
    return bytes;
  } finally {
    await content.close();
  }
}
