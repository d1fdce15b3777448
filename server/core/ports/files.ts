import type { FileEntry } from '../../protocol/files.ts';

/** A file as stored: what its content is, where it belongs, and which message has it. */
export interface StoredFile extends FileEntry {
  chat_id: number;
  /** Names its content: equal contents are stored once. Lower-case hex. */
  sha256: string;
  uploaded_by: number;
  created_at: string;
  /** Null as long as no message has it. */
  message_id: number | null;
  /** The newest message of its chat when it came: a message that has it is newer. */
  uploaded_after: number;
  /** It is (or was to be) its chat's picture, and belongs to no message. */
  is_picture: boolean;
}

export type NewStoredFile = Omit<StoredFile, 'id' | 'sha256' | 'size' | 'message_id'>;

/** What differs between a file and a copy of it in another message. */
export type FileCopy = Pick<StoredFile, 'chat_id' | 'uploaded_by' | 'created_at' | 'uploaded_after'>;

/** A person's picture: a content that belongs to nobody's chat. */
export interface StoredAvatar {
  user_id: number;
  /** Names its content. Lower-case hex. */
  sha256: string;
  type: string;
  /** Bytes. */
  size: number;
  created_at: string;
}

export type NewAvatar = Omit<StoredAvatar, 'sha256' | 'size'>;

/** Bytes of files, pictures among them; equal contents count each time. */
export interface FileUsage {
  byChat: Map<number, number>;
  /** By who has uploaded them. */
  byUser: Map<number, number>;
}

/** Content that is coming in; nothing of it is left unless it becomes a file's. */
export interface FileDraft {
  /** Bytes so far. */
  readonly size: number;
  /** @throws AppError `storage_unavailable` */
  write(piece: Uint8Array): Promise<void>;
  /** Frees what was written; nothing happens where it is a file's by now, or a second time. Never rejects. */
  discard(): Promise<void>;
}

/** Content that is being read; `close` frees it. */
export interface FileContent {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`, in pieces. */
  pieces(start: number, end: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * The durable port for files. As with the store, what a promise resolves to is on disk, nothing is aliased, and every method
 * rejects with AppError `storage_unavailable` while nothing can be saved or read, and with `not_ready` after the store was
 * closed. Content is there for as long as a record names it.
 */
export interface FileStore {
  /** Bytes that all contents take, equal ones counted once, with those that are coming in. */
  readonly bytesUsed: number;

  draft(): Promise<FileDraft>;
  /** Makes a file of what came in: content and record, or neither. The draft has been used then, whatever happens. */
  add(draft: FileDraft, file: NewStoredFile): Promise<StoredFile>;
  /** Another file with the same content, which no message has yet; undefined where there is no such file any more. */
  copy(fileId: number, copy: FileCopy): Promise<StoredFile | undefined>;
  file(fileId: number): Promise<StoredFile | undefined>;
  /** The record of a chat's picture with that content. */
  picture(chatId: number, sha256: string): Promise<StoredFile | undefined>;
  /** Files that no message has, pictures among them, oldest first. */
  unused(): Promise<StoredFile[]>;
  /** Who and what has how many bytes of files. */
  usage(): Promise<FileUsage>;
  /** The chats that there are files of. */
  chatIds(): Promise<number[]>;
  /** Says which message has these files, or that none has; those that are gone are passed over. */
  assign(fileIds: number[], messageId: number | null): Promise<void>;
  /** Removes files, and the contents that no other file has. Those that are gone already are passed over. */
  remove(fileIds: number[]): Promise<void>;
  /** Removes all files of a chat. */
  removeChat(chatId: number): Promise<void>;
  /**
   * Adds a picture of a person to those that they have; the same content once. Which of them counts is in their account.
   * The draft has been used then, whatever happens.
   */
  addAvatar(draft: FileDraft, avatar: NewAvatar): Promise<StoredAvatar>;
  /** Everybody's pictures, oldest first; with a user's id, theirs. */
  avatars(userId?: number): Promise<StoredAvatar[]>;
  /** Removes a person's pictures, and the contents that nothing else has. @param keptSha256 but for this one */
  removeAvatars(userId: number, keptSha256?: string): Promise<void>;
  /** The content of a file or an avatar; undefined where it is gone. */
  content(file: Pick<StoredFile, 'sha256'>): Promise<FileContent | undefined>;
}
