import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { PASSWORD_MIN } from '../../../../server/protocol/limits.ts';
import { newPassword } from '../../../../server/protocol/users.ts';
import { ApiError } from '../../../api/errors.ts';
import { PasswordField } from '../../../screens/password-field.tsx';
import { actions } from '../../../state/actions.ts';
import { text } from '../../../texts/text.ts';
import { Alert } from '../../../ui/alert.tsx';
import { Button } from '../../../ui/button.tsx';
import { errorText } from '../../error-text.ts';
import { useMe } from '../../me.ts';

/** Changes one's password. A guest, who knows none, is told how to get one. */
export function PasswordForm() {
  const me = useMe();
  return (
    <section aria-labelledby="password-title">
      <h3 id="password-title" className="mb-2 font-semibold">
        {text('password.title')}
      </h3>
      {me.is_guest === true ? <p className="text-sm text-soft">{text('password.guest')}</p> : <Form />}
    </section>
  );
}

function Form() {
  const me = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [wrong, setWrong] = useState<{ field: 'current' | 'new' | null; problem: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = newPassword.safeParse(next);
    if (!parsed.success) {
      setWrong({ field: 'new', problem: text('field.password.rule', { min: PASSWORD_MIN }) });
      return;
    }
    setBusy(true);
    setWrong(null);
    try {
      await actions.changePassword(current, next);
      setCurrent('');
      setNext('');
      toast.success(text('password.done'));
    } catch (error) {
      const isCurrent = error instanceof ApiError && error.code === 'bad_credentials';
      setWrong({ field: isCurrent ? 'current' : null, problem: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: 'current' | 'new') => (wrong?.field === field ? wrong.problem : undefined);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      {wrong !== null && wrong.field === null && <Alert kind="error">{wrong.problem}</Alert>}
      {/* So that password managers know whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordField
        label={text('password.current')}
        value={current}
        error={errorOf('current')}
        onChange={(event) => setCurrent(event.target.value)}
        autoComplete="current-password"
      />
      <PasswordField
        label={text('password.new')}
        value={next}
        error={errorOf('new')}
        hint={text('password.hint')}
        onChange={(event) => setNext(event.target.value)}
        autoComplete="new-password"
      />
      <Button kind="primary" type="submit" busy={busy}>
        {text('password.submit')}
      </Button>
    </form>
  );
}
