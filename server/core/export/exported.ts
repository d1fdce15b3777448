import type { Role } from '../../protocol/chats.ts';
import type { FileEntry } from '../../protocol/files.ts';
import type { Message } from '../../protocol/messages.ts';
import type { User } from '../../protocol/users.ts';
import type { StoredChat } from '../ports/store.ts';

/** A chat that is taken along, but for its messages. */
export interface ExportedChat {
  chat: StoredChat;
  /** What it is called; never empty. */
  title: string;
  participants: (Pick<User, 'id' | 'username' | 'created_at' | 'is_guest' | 'is_host'> & { role?: Role })[];
  /** Username of who takes it along. */
  by: string;
  /** ISO 8601. */
  at: string;
}

/** A message, and the one that it answers where that is still there. */
export interface ExportedMessage {
  message: Message;
  quoted: Message | undefined;
}

/**
 * Writes a chat in one form, piece by piece: a piece is asked for when the one before it has gone out.
 */
export interface Writer {
  begin(about: ExportedChat): string;
  /** @param image the image of a file as pieces of a data URI; undefined where it is not to be embedded */
  message(
    exported: ExportedMessage,
    image: (file: FileEntry) => Promise<AsyncIterable<string> | undefined>,
  ): AsyncIterable<string>;
  end(count: number): string;
}
