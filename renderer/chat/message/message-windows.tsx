import { DeleteDialog } from './delete-dialog.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import { showMessageWindow, type MessageWindow } from './message-window.ts';
import { VersionsDialog } from './versions-dialog.tsx';

/** The window about a message that is open. */
export function MessageWindows({ shown: { kind, chatId, messageId } }: { shown: MessageWindow }) {
  const about = { chatId, messageId, onClose: () => showMessageWindow(null) };
  switch (kind) {
    case 'delete':
      return <DeleteDialog {...about} />;
    case 'forward':
      return <ForwardDialog {...about} />;
    case 'versions':
      return <VersionsDialog {...about} />;
  }
}
