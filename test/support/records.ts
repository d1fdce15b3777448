import type { NewStoredFile } from '../../server/core/ports/files.ts';
import type { Log } from '../../server/core/ports/log.ts';
import type { StoredSession } from '../../server/core/ports/sessions.ts';
import type { NewAccount, NewMessage, NewStoredChat, NewStoredInvite } from '../../server/core/ports/store.ts';

/** The time of the `n`th second of the year, as it is stored. */
export const at = (n = 0): string => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();

export const newAccount = (username: string, more: Partial<NewAccount> = {}): NewAccount => ({
  username,
  email: `${username}@example.org`,
  created_at: at(),
  password_hash: `hash of ${username}`,
  is_guest: false,
  ...more,
});

export const newChat = (more: Partial<NewStoredChat> = {}): NewStoredChat => ({
  name: 'Chat',
  owner_id: 1,
  is_group: true,
  created_at: at(),
  is_ai_chat: false,
  ...more,
});

export const newSession = (id: string, user_id: number, more: Partial<StoredSession> = {}): StoredSession => ({
  id,
  user_id,
  device: { program: 'Firefox', system: 'Linux' },
  created_at: at(),
  last_used_at: at(),
  good_from: at(),
  ...more,
});

/** @param code its token starts with it. */
export const newInvite = (code: string, more: Partial<NewStoredInvite> = {}): NewStoredInvite => ({
  token: `${code}-token`,
  code,
  chat_id: null,
  created_by: 1,
  created_at: at(),
  expires_at: null,
  ...more,
});

export const newMessage = (chatId: number, content: string, more: Partial<NewMessage> = {}): NewMessage => ({
  chat_id: chatId,
  user_id: 1,
  username: 'ann',
  content,
  is_bot: false,
  created_at: at(),
  status: 'complete',
  ...more,
});

export const newFile = (more: Partial<NewStoredFile> = {}): NewStoredFile => ({
  chat_id: 1,
  name: 'notes.txt',
  type: 'text/plain',
  uploaded_by: 1,
  created_at: at(),
  uploaded_after: 0,
  is_picture: false,
  ...more,
});

export const newReply = (chatId: number, content: string, more: Partial<NewMessage> = {}): NewMessage =>
  newMessage(chatId, content, { user_id: null, username: 'Gemini', is_bot: true, status: 'streaming', ...more });

/** A log that keeps what it is told. */
export function createRecordedLog(): Log & { readonly entries: { level: string; message: string; fields: object }[] } {
  const entries: { level: string; message: string; fields: object }[] = [];
  const record = (level: string) => (fields: object, message: string) => void entries.push({ level, message, fields });
  return { entries, info: record('info'), warn: record('warn'), error: record('error') };
}
