import { showChatWindow, useChatWindow } from '../../screens/chat-window.ts';
import { text } from '../../texts/text.ts';
import { SectionWindow } from '../../ui/section-window.tsx';
import { adminSections } from './sections.ts';

/** What the host decides for the whole server. */
export function AdminWindow() {
  const shown = useChatWindow((state) => state.shown);
  return (
    <SectionWindow
      open={shown?.kind === 'admin'}
      onOpenChange={(open) => !open && showChatWindow(null)}
      title={text('admin.title')}
      sections={adminSections}
      shown={shown?.kind === 'admin' ? shown.section : 'people'}
      onShow={(section) => showChatWindow({ kind: 'admin', section })}
    />
  );
}
