import { create } from 'zustand';
import type { AdminSectionId } from '../chat/admin/section-id.ts';
import type { SettingsSectionId } from '../chat/settings/sections.ts';

/** A window of one page. */
export type SimpleWindow = 'create' | 'switch' | 'shortcuts' | 'invites' | 'upgrade' | 'leave';

/** A window over the chats; those that have several pages with the one that is shown. */
type ChatWindow =
  | { kind: SimpleWindow }
  | { kind: 'settings'; section: SettingsSectionId }
  | { kind: 'admin'; section: AdminSectionId };

/** Which window is open over the chats. It is no state of their screen, because the menus of the desktop open them too. */
export const useChatWindow = create<{ shown: ChatWindow | null }>()(() => ({ shown: null }));

/** Opens a window over the chats; null closes it. */
export function showChatWindow(shown: ChatWindow | SimpleWindow | null): void {
  useChatWindow.setState({ shown: typeof shown === 'string' ? { kind: shown } : shown });
}
