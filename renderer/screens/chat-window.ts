import { create } from 'zustand';

export type ChatWindow = 'create' | 'switch' | 'shortcuts' | 'invites' | 'people' | 'upgrade' | 'leave';

/** Which window is open over the chats. It is no state of their screen, because the menus of the desktop open them too. */
export const useChatWindow = create<{ shown: ChatWindow | null }>()(() => ({ shown: null }));

/** Opens a window over the chats; null closes it. */
export const showChatWindow = (shown: ChatWindow | null): void => useChatWindow.setState({ shown });
