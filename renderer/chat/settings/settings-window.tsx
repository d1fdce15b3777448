import { showChatWindow, useChatWindow } from '../../screens/chat-window.ts';
import { text } from '../../texts/text.ts';
import { SectionWindow } from '../../ui/section-window.tsx';
import { settingsSections } from './sections.ts';

/** What somebody decides for themselves on this server. */
export function SettingsWindow() {
  const shown = useChatWindow((state) => state.shown);
  return (
    <SectionWindow
      open={shown?.kind === 'settings'}
      onOpenChange={(open) => !open && showChatWindow(null)}
      title={text('mySettings.title')}
      sections={settingsSections}
      shown={shown?.kind === 'settings' ? shown.section : 'privacy'}
      onShow={(section) => showChatWindow({ kind: 'settings', section })}
    />
  );
}
