import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { excerptOf } from '../composer/excerpt.ts';
import type { AboutMessage } from './message-window.ts';

/** Asks before a message is deleted. */
export function DeleteDialog({ chatId, messageId, onClose }: AboutMessage) {
  const message = useMessage(chatId, messageId);
  const isRunning = message?.status === 'streaming';
  return (
    <Dialog open onOpenChange={onClose} title={text('act.delete')}>
      {message !== undefined && message.content !== '' && (
        <blockquote className="mb-3 border-s-2 border-line-strong ps-3 text-sm break-words text-soft">
          <bdi>{excerptOf(message)}</bdi>
        </blockquote>
      )}
      <Confirm
        title={text(message?.is_bot === true ? 'delete.title.reply' : 'delete.title')}
        action={text('delete.action')}
        onConfirm={async () => {
          await actions.deleteMessage(chatId, messageId);
          onClose();
        }}
        onCancel={onClose}
      >
        {text(isRunning ? 'delete.text.running' : 'delete.text')}
      </Confirm>
    </Dialog>
  );
}
