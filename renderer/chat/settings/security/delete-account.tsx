import { useId, useState, type FormEvent } from 'react';
import type { ErasedMessages } from '../../../../server/protocol/sessions.ts';
import { PasswordField } from '../../../screens/password-field.tsx';
import { actions } from '../../../state/actions.ts';
import { text } from '../../../texts/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { useMe } from '../../me.ts';

const choices = ['anonymous', 'deleted'] as const satisfies readonly ErasedMessages[];

/** Ends one's own account, in two steps. */
export function DeleteAccount() {
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="delete-title" className="rounded-lg border border-danger/40 p-4">
      <h3 id="delete-title" className="font-semibold text-danger">
        {text('account.delete')}
      </h3>
      <p className="mt-1 mb-3 text-sm text-soft">
        {text(me.is_host === true ? 'account.delete.host' : 'account.delete.text')}
      </p>
      {me.is_host !== true &&
        (isOpen ? <Form /> : <Button onClick={() => setOpen(true)}>{text('account.delete')}</Button>)}
    </section>
  );
}

function Form() {
  const me = useMe();
  const name = useId();
  const isGuest = me.is_guest === true;
  const [messages, setMessages] = useState<ErasedMessages>('anonymous');
  const [password, setPassword] = useState('');
  const [isSure, setSure] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isGuest || password !== '') setSure(true);
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <fieldset className="space-y-1" disabled={isSure}>
        <legend className="mb-1 text-sm font-medium">{text('account.delete.messages')}</legend>
        {choices.map((choice) => (
          <label key={choice} className="flex items-center gap-2 text-sm coarse:min-h-10">
            <input
              type="radio"
              name={name}
              value={choice}
              checked={messages === choice}
              onChange={() => setMessages(choice)}
              className="size-4 accent-accent"
            />
            {text(`account.delete.${choice}`)}
          </label>
        ))}
      </fieldset>
      {!isGuest && (
        <PasswordField
          label={text('password.current')}
          value={password}
          disabled={isSure}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
        />
      )}
      {isSure ? (
        <Confirm
          title={text('account.delete.sure')}
          action={text('account.delete.do')}
          onCancel={() => setSure(false)}
          onConfirm={async () => actions.deleteAccount(messages, isGuest ? undefined : password)}
        >
          {text('account.delete.text')}
        </Confirm>
      ) : (
        <Button kind="danger" type="submit">
          {text('account.delete.continue')}
        </Button>
      )}
    </form>
  );
}
