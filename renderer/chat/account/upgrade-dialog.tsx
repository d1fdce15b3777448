import { useRef, useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { PASSWORD_MIN } from '../../../server/protocol/limits.ts';
import { guestUpgrade } from '../../../server/protocol/users.ts';
import { PasswordField } from '../../screens/password-field.tsx';
import {
  fromFailure,
  fromIssues,
  missingFields,
  type SignInErrors,
  type SignInField,
} from '../../screens/sign-in-errors.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { useMe } from '../me.ts';

const fields = ['email', 'password'] as const satisfies readonly SignInField[];
const noErrors: SignInErrors = { fields: {}, form: null };

function check(input: Record<SignInField, string>): SignInErrors | null {
  const missing = missingFields(input, fields);
  if (missing !== null) return missing;
  const parsed = guestUpgrade.safeParse(input);
  return parsed.success ? null : fromIssues(parsed.error.issues);
}

function UpgradeForm({ onDone }: { onDone: () => void }) {
  const me = useMe();
  const form = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState({ username: me.username, email: '', password: '' });
  const [errors, setErrors] = useState(noErrors);
  const [busy, setBusy] = useState(false);
  const fail = (next: SignInErrors) => {
    setErrors(next);
    const first = fields.find((name) => next.fields[name] !== undefined);
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(input);
    if (wrong !== null) return fail(wrong);
    setErrors(noErrors);
    setBusy(true);
    try {
      await actions.upgrade({ email: input.email, password: input.password });
      toast.success(text('upgrade.done'));
      onDone();
    } catch (error) {
      fail(fromFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: 'email' | 'password') => ({
    name,
    value: input[name],
    error: errors.fields[name],
    onChange: (event: { target: { value: string } }) => setInput({ ...input, [name]: event.target.value }),
  });
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      {errors.form !== null && <Alert kind="error">{errors.form}</Alert>}
      {/* So that password managers know whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <Field
        {...field('email')}
        label={text('field.email')}
        hint={text('field.email.hint')}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...field('password')}
        hint={text('field.password.rule', { min: PASSWORD_MIN })}
        autoComplete="new-password"
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{text('common.cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {text('upgrade.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Makes a guest's account one that can be used from anywhere. */
export function UpgradeDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const me = useMe();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('upgrade.title')}
      description={rich('upgrade.text', { name: <Name>{me.username}</Name> })}
    >
      <UpgradeForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
