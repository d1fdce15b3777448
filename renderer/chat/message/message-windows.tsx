import { DeleteDialog } from './delete-dialog.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import { showMessageWindow, type MessageWindow } from './message-window.ts';
import { rowOf } from './row-of.ts';
import { VersionsDialog } from './versions-dialog.tsx';

/** The window about a message that is open. */
export function MessageWindows({ shown: { kind, chatId, messageId } }: { shown: MessageWindow }) {
  const close = () => {
    showMessageWindow(null);
    // What had the focus before may be gone; the message is not.
    setTimeout(() => {
      if (document.activeElement === document.body) rowOf(messageId)?.focus({ preventScroll: true });
    });
  };
  const about = { chatId, messageId, onClose: close };
  switch (kind) {
    case 'delete':
      return <DeleteDialog {...about} />;
    case 'forward':
      return <ForwardDialog {...about} />;
    case 'versions':
      return <VersionsDialog {...about} />;
  }
}
