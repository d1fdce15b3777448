import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { errorText } from '../error-text.ts';

function InviteForm({ chatId, onDone }: { chatId: number; onDone: () => void }) {
  const [username, setUsername] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = username.trim();
    if (name === '') return setError(text('invite.missing'));
    setBusy(true);
    setError(undefined);
    try {
      await actions.invite(chatId, name);
      toast.success(rich('invite.done', { username: <Name>{name}</Name> }));
      onDone();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      <Field
        label={text('invite.username')}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        error={error}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{text('common.cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {text('invite.submit')}
        </Button>
      </div>
    </form>
  );
}

interface InviteDialogProps {
  chatId: number;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Adds somebody to the chat by username. */
export function InviteDialog({ chatId, title, open, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={rich('invite.title', { chat: <Name>{title}</Name> })}
      description={text('invite.description')}
    >
      <InviteForm chatId={chatId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
