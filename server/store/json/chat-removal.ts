import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { hasCode, type Disk } from './disk.ts';
import type { Change } from './document.ts';
import { chatIndex, participantIndex } from './document-index.ts';
import type { DocumentData } from './document-schema.ts';

/** See `Store.removeChat`. The document knows from then on that the chat's log is to go, whenever that can be done. */
export function removeChat(chatId: number, ownerId: number | null): Change<number[]> {
  return (data) => {
    const chat = chatIndex(data.chats).get(chatId);
    const users = participantIndex(data.participants).usersOf.get(chatId);
    const isOwn = ownerId === null || (chat?.owner_id === ownerId && users?.has(ownerId));
    if (!chat || !isOwn) throw new AppError('not_authorized');
    return {
      data: {
        ...data,
        chats: data.chats.filter((other) => other !== chat),
        removed_chat_ids: [...data.removed_chat_ids, chatId],
        participants: data.participants.filter(({ chat_id }) => chat_id !== chatId),
        invites: data.invites.filter(({ chat_id }) => chat_id !== chatId),
        webhooks: data.webhooks.filter(({ chat_id }) => chat_id !== chatId),
      },
      result: [...(users?.keys() ?? [])],
    };
  };
}

/** Removes a chat's log, and before it what was set aside of it: while the log is there, not all is done. */
export async function removeLogFiles(disk: Disk, directory: string, chatId: number): Promise<void> {
  const log = `${chatId}.jsonl`;
  const copies = (await disk.list(directory)).filter((name) => name.startsWith(`${log}.`));
  for (const name of [...copies, log]) {
    await disk.remove(path.join(directory, name)).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
    });
  }
  await disk.syncDirectory(directory);
}

/** The deleted chats whose logs are still there: the process ended in between, or the disk refused. */
export function findUnremoved(data: DocumentData, logs: ReadonlyMap<number, string>): number[] {
  const chats = chatIndex(data.chats);
  return data.removed_chat_ids.filter((chatId) => logs.has(chatId) && !chats.has(chatId));
}
