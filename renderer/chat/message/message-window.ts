import { create } from 'zustand';

/** A window about one message. */
export type MessageWindow = { kind: 'delete' | 'forward' | 'versions'; chatId: number; messageId: number };

/** Which one is open. It belongs to no row: rows come and go with scrolling. */
export const useMessageWindow = create<{ shown: MessageWindow | null }>()(() => ({ shown: null }));

/** Opens a window about a message; null closes it. */
export const showMessageWindow = (shown: MessageWindow | null): void => useMessageWindow.setState({ shown });

/** What every window about a message is given. */
export interface AboutMessage {
  chatId: number;
  messageId: number;
  onClose: () => void;
}
