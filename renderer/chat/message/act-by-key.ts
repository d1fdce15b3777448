import { actions } from '../../state/actions.ts';
import { selectMessage } from '../../state/selectors.ts';
import { useApp } from '../../state/store.ts';
import { ownRole, runsChat } from '../roles.ts';
import { showMessageWindow } from './message-window.ts';
import { rightsTo } from './rights.ts';
import { rowOf } from './row-of.ts';

/** Does with the message that has the focus what a key stands for; false where it stands for nothing that may be done. */
export function actByKey(key: string, chatId: number, messageId: number): boolean {
  if (key === 'Escape') {
    document.getElementById('composer')?.focus();
    return true;
  }
  const state = useApp.getState();
  const message = selectMessage(chatId, messageId)(state);
  const chat = state.chats[chatId]?.chat;
  if (state.session.kind !== 'signed_in' || chat === undefined) return false;
  if (message === undefined || message.deleted_at !== undefined) return false;
  const { user } = state.session;
  const rights = rightsTo(message, user, runsChat(ownRole(chat, user)));
  switch (key) {
    case 'r':
      actions.replyTo(chatId, messageId);
      return true;
    case 'e':
      if (rights.edit) actions.startEdit(chatId, messageId);
      return rights.edit;
    case '+':
      rowOf(messageId)?.querySelector<HTMLElement>('[data-act="react"]')?.click();
      return true;
    case 'Delete':
    case 'Backspace':
      if (rights.delete) showMessageWindow({ kind: 'delete', chatId, messageId });
      return rights.delete;
    default:
      return false;
  }
}
