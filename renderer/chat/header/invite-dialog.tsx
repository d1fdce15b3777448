import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import type { Chat } from '../../../server/protocol/chats.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Name } from '../../ui/name.tsx';
import { errorText } from '../error-text.ts';
import { InvitesList } from '../invites/invites-list.tsx';
import { useMe } from '../me.ts';
import { PeoplePicker } from '../people-picker.tsx';
import { ownRole, runsChat } from '../roles.ts';

interface InviteFormProps {
  chatId: number;
  /** It is all that there is to do here, so it has the focus from the start. */
  isAlone: boolean;
  onDone: () => void;
}

function InviteForm({ chatId, isAlone, onDone }: InviteFormProps) {
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
      <PeoplePicker
        label={text('invite.username')}
        // On a phone its keyboard would cover the link and the QR code.
        isLater={!isAlone}
        people={username}
        onChange={setUsername}
        several={false}
        excludeChatId={chatId}
        error={error}
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
  chat: Chat;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Brings others into the chat: by an invite, for who may hand out one, and by username. */
export function InviteDialog({ chat, title, open, onOpenChange }: InviteDialogProps) {
  const me = useMe();
  const mayInvite = me.is_host === true || runsChat(ownRole(chat, me));
  const form = <InviteForm chatId={chat.id} isAlone={!mayInvite} onDone={() => onOpenChange(false)} />;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={rich('invite.title', { chat: <Name>{title}</Name> })}
      description={text('invite.description')}
      {...(mayInvite && { className: 'max-w-lg' })}
    >
      {mayInvite ? (
        <div className="space-y-5">
          <section aria-labelledby="invite-by-link">
            <h3 id="invite-by-link" className="mb-2 text-sm font-semibold">
              {text('invite.byLink')}
            </h3>
            <InvitesList chatId={chat.id} />
          </section>
          <section aria-labelledby="invite-by-name" className="border-t border-line pt-4">
            <h3 id="invite-by-name" className="mb-2 text-sm font-semibold">
              {text('invite.byName')}
            </h3>
            {form}
          </section>
        </div>
      ) : (
        form
      )}
    </Dialog>
  );
}
