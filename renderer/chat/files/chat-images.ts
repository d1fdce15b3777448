import { useShallow } from 'zustand/react/shallow';
import type { FileEntry } from '../../../server/protocol/files.ts';
import { useApp } from '../../state/store.ts';
import { fileKind } from './file-kind.ts';

/** An image of a message, and who has sent it when. */
export interface ChatImage {
  file: FileEntry;
  person: string;
  at: string;
}

const none: readonly never[] = [];
const isImage = (file: FileEntry) => fileKind(file) === 'image';

/** The images of the messages of a chat that are loaded, oldest first. */
export function useChatImages(chatId: number): readonly ChatImage[] {
  const messages = useApp(
    useShallow((state) => (state.chats[chatId]?.messages ?? none).filter(({ files }) => files?.some(isImage))),
  );
  return messages.flatMap(({ files = none, username, created_at }) =>
    files.filter(isImage).map((file) => ({ file, person: username, at: created_at })),
  );
}
