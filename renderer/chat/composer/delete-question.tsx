import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';

interface DeleteQuestionProps {
  chatId: number;
  messageId: number;
  onDone: () => void;
}

/** Asks whether a message of which all text was taken away is to go. */
export function DeleteQuestion({ chatId, messageId, onDone }: DeleteQuestionProps) {
  const remove = async () => {
    await actions.deleteMessage(chatId, messageId);
    actions.cancelComposing(chatId);
    onDone();
  };
  return (
    <div className="p-1.5 pb-0">
      <Confirm
        title={text('composing.delete')}
        action={text('composing.delete.submit')}
        onConfirm={remove}
        onCancel={onDone}
      >
        {text('composing.delete.text')}
      </Confirm>
    </div>
  );
}
