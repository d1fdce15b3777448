import { useState, type FormEvent } from 'react';
import { PASSWORD_MIN } from '../../server/protocol/limits.ts';
import { newPassword } from '../../server/protocol/users.ts';
import { errorText } from '../chat/error-text.ts';
import { actions } from '../state/actions.ts';
import { text } from '../texts/text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Entry } from './entry.tsx';
import { PasswordField } from './password-field.tsx';

/** Sets a password with the link that the host has given. @param token of the link */
export function ResetScreen({ token, onDone }: { token: string; onDone: () => void }) {
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    const isGood = newPassword.safeParse(password).success;
    setWrong(isGood ? null : text('field.password.rule', { min: PASSWORD_MIN }));
    if (!isGood) return;
    setBusy(true);
    try {
      await actions.resetPassword(token, password);
      onDone();
    } catch (error) {
      setFailure(errorText(error));
      setBusy(false);
    }
  };
  return (
    <Entry
      title={text('reset.title')}
      below={
        <Button kind="link" size="small" onClick={onDone}>
          {text('reset.back')}
        </Button>
      }
    >
      <h1 className="text-base font-semibold">{text('reset.title')}</h1>
      <p className="mt-0.5 mb-4 text-sm text-soft">{text('reset.text')}</p>
      <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
        {failure !== null && <Alert kind="error">{failure}</Alert>}
        <PasswordField
          label={text('password.new')}
          value={password}
          {...(wrong !== null && { error: wrong })}
          hint={text('field.password.rule', { min: PASSWORD_MIN })}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="new-password"
        />
        <Button kind="primary" size="large" type="submit" busy={busy} className="w-full">
          {text('reset.submit')}
        </Button>
      </form>
    </Entry>
  );
}
