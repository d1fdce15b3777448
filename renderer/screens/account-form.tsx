import { useRef, useState, type FormEvent } from 'react';
import { PASSWORD_MIN } from '../../server/protocol/limits.ts';
import { registration } from '../../server/protocol/users.ts';
import { actions } from '../state/actions.ts';
import { text } from '../texts/text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { PasswordField } from './password-field.tsx';
import { fromFailure, fromIssues, missingFields, type SignInErrors, type SignInField } from './sign-in-errors.ts';

export type AccountMode = 'signIn' | 'register';

const fieldsOf = {
  signIn: ['username', 'password'],
  register: ['username', 'email', 'password'],
} as const satisfies Record<AccountMode, readonly SignInField[]>;

const noErrors: SignInErrors = { fields: {}, form: null };
const empty: Record<SignInField, string> = { username: '', email: '', password: '' };

/** What can be said about the input before it is sent. */
function check(mode: AccountMode, input: typeof empty): SignInErrors | null {
  const missing = missingFields(input, fieldsOf[mode]);
  if (missing !== null || mode === 'signIn') return missing;
  const parsed = registration.safeParse(input);
  return parsed.success ? null : fromIssues(parsed.error.issues);
}

function useAccount(mode: AccountMode, enter: Enter) {
  const [input, setInput] = useState(empty);
  const [found, setFound] = useState({ mode, errors: noErrors });
  // What was wrong in one mode says nothing about the other; what was typed stays.
  const errors = found.mode === mode ? found.errors : noErrors;
  const setErrors = (next: SignInErrors) => setFound({ mode, errors: next });
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const fail = (next: SignInErrors) => {
    setErrors(next);
    const first = fieldsOf[mode].find((field) => next.fields[field] !== undefined);
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(mode, input);
    if (wrong !== null) return fail(wrong);
    setErrors(noErrors);
    setBusy(true);
    try {
      const { username, password } = input;
      await enter(() => (mode === 'register' ? actions.register(input) : actions.signIn({ username, password })));
    } catch (error) {
      fail(fromFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: SignInField) => ({
    name,
    value: input[name],
    error: errors.fields[name],
    onChange: (event: { target: { value: string } }) => setInput({ ...input, [name]: event.target.value }),
  });
  return { form, field, errors, busy, submit: (event: FormEvent) => void submit(event) };
}

/** Runs what signs somebody in, and whatever comes after it; rejects as it does. */
type Enter = (signIn: () => Promise<void>) => Promise<void>;

const atOnce: Enter = (signIn) => signIn();

interface AccountFormProps {
  mode: AccountMode;
  /** What is known about why somebody is here; shown until something is wrong with the input. */
  note?: string | null;
  enter?: Enter;
}

/** Signing in, and making an account: the same fields in two modes, between which what was typed stays. */
export function AccountForm({ mode, note = null, enter = atOnce }: AccountFormProps) {
  const { form, field, errors, busy, submit } = useAccount(mode, enter);
  const registering = mode === 'register';
  const plain = { autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-4">
      {note !== null && errors.form === null && <Alert kind="info">{note}</Alert>}
      {errors.form !== null && <Alert kind="error">{errors.form}</Alert>}
      <Field
        {...field('username')}
        {...plain}
        label={text('field.username')}
        hint={registering ? text('field.username.hint') : undefined}
        autoComplete="username"
      />
      {registering && (
        <Field
          {...field('email')}
          {...plain}
          label={text('field.email')}
          hint={text('field.email.hint')}
          type="email"
          autoComplete="email"
        />
      )}
      <PasswordField
        {...field('password')}
        hint={registering ? text('field.password.rule', { min: PASSWORD_MIN }) : undefined}
        autoComplete={registering ? 'new-password' : 'current-password'}
      />
      <Button kind="primary" size="large" type="submit" busy={busy} className="w-full">
        {text(`${mode}.submit`)}
      </Button>
    </form>
  );
}
