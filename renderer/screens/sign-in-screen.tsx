import { useRef, useState, type FormEvent } from 'react';
import { PASSWORD_MIN } from '../../server/protocol/limits.ts';
import { registration } from '../../server/protocol/users.ts';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';
import { PasswordField } from './password-field.tsx';
import { fromFailure, fromIssues, missingFields, type SignInErrors, type SignInField } from './sign-in-errors.ts';

type Mode = 'signIn' | 'register';

const fieldsOf = {
  signIn: ['username', 'password'],
  register: ['username', 'email', 'password'],
} as const satisfies Record<Mode, readonly SignInField[]>;

const noErrors: SignInErrors = { fields: {}, form: null };
const empty: Record<SignInField, string> = { username: '', email: '', password: '' };

/** What can be said about the input before it is sent. */
function check(mode: Mode, input: typeof empty): SignInErrors | null {
  const missing = missingFields(input, fieldsOf[mode]);
  if (missing !== null || mode === 'signIn') return missing;
  const parsed = registration.safeParse(input);
  return parsed.success ? null : fromIssues(parsed.error.issues);
}

function useSignIn(mode: Mode) {
  const [input, setInput] = useState(empty);
  const [errors, setErrors] = useState(noErrors);
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
      await (mode === 'register' ? actions.register(input) : actions.signIn({ username, password }));
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
  return {
    form,
    field,
    errors,
    busy,
    submit: (event: FormEvent) => void submit(event),
    clear: () => setErrors(noErrors),
  };
}

/** Signing in, and making an account: the same card in two modes. */
export function SignInScreen() {
  const [mode, setMode] = useState<Mode>('signIn');
  const expired = useApp((state) => state.session.kind === 'signed_out' && state.session.reason === 'expired');
  const { form, field, errors, busy, submit, clear } = useSignIn(mode);
  const registering = mode === 'register';
  const plain = { autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <main className="flex h-full flex-col items-center overflow-y-auto bg-sunken px-4 py-8">
      <div className="my-auto w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center text-center">
          <Logo className="mb-3 size-12" />
          <p className="text-lg font-semibold tracking-tight">{text('app.name')}</p>
          <p className="text-sm text-soft">{text('app.tagline')}</p>
        </div>
        <div className="rounded-xl bg-raised p-6 shadow-float max-sm:p-5">
          <h1 className="mb-4 text-base font-semibold">{text(`${mode}.title`)}</h1>
          <form ref={form} onSubmit={submit} noValidate className="space-y-4">
            {expired && errors.form === null && <Alert kind="info">{text('signIn.expired')}</Alert>}
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
        </div>
        <p className="mt-4 flex items-center justify-center gap-1.5 text-sm text-soft">
          {text(`${mode}.other`)}
          <Button
            kind="link"
            size="small"
            className="px-0"
            onClick={() => {
              clear();
              setMode(registering ? 'signIn' : 'register');
            }}
          >
            {text(registering ? 'register.toSignIn' : 'signIn.toRegister')}
          </Button>
        </p>
      </div>
    </main>
  );
}
