import { useRef, useState, type FormEvent } from 'react';
import { displayName } from '../../server/protocol/users.ts';
import { ApiError } from '../api/errors.ts';
import { errorText } from '../chat/error-text.ts';
import { serverSentence } from '../texts/server-sentence.ts';
import { rich, text } from '../texts/text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Name } from '../ui/name.tsx';
import { suggestName } from './suggest-name.ts';

type Wrong = { kind: 'name'; text: string } | { kind: 'taken'; name: string } | { kind: 'form'; text: string };

interface NameFormProps {
  /** Joins under this name; rejects with an `ApiError`. */
  onJoin: (name: string) => Promise<void>;
  /** What is known about why somebody is here; shown until something is wrong. */
  note?: string | null;
}

/** What others will see, where that is not what was typed. */
function Shown({ typed }: { typed: string }) {
  const parsed = displayName.safeParse(typed);
  if (!parsed.success || parsed.data === typed.trim()) return text('entry.name.hint');
  return rich('entry.name.shown', { name: <Name className="font-medium text-soft">{parsed.data}</Name> });
}

/** One field and one button: joining as a guest. */
export function NameForm({ onJoin, note = null }: NameFormProps) {
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const fail = (next: Wrong) => {
    setWrong(next);
    form.current?.querySelector('input')?.focus();
  };
  const join = async (typed: string) => {
    if (typed.trim() === '') return fail({ kind: 'name', text: text('entry.name.missing') });
    const parsed = displayName.safeParse(typed);
    if (!parsed.success) {
      const problem = serverSentence(parsed.error.issues[0]?.message ?? '');
      return fail({ kind: 'name', text: text('field.invalid', { field: text('entry.name'), problem }) });
    }
    setWrong(null);
    setBusy(true);
    try {
      await onJoin(typed);
    } catch (error) {
      const isTaken = error instanceof ApiError && error.code === 'username_taken';
      fail(isTaken ? { kind: 'taken', name: parsed.data } : { kind: 'form', text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void join(name);
  };
  const suggestion = wrong?.kind === 'taken' ? suggestName(wrong.name) : null;
  const fieldError = wrong?.kind === 'name' ? wrong.text : suggestion === null ? undefined : text('entry.name.taken');

  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-4">
      {note !== null && wrong === null && <Alert kind="info">{note}</Alert>}
      {wrong?.kind === 'form' && <Alert kind="error">{wrong.text}</Alert>}
      <div>
        <Field
          label={text('entry.name')}
          hint={<Shown typed={name} />}
          error={fieldError}
          name="name"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setWrong(null);
          }}
          autoComplete="nickname"
          autoCapitalize="words"
          spellCheck={false}
          enterKeyHint="go"
        />
        {suggestion !== null && (
          <Button
            className="mt-2"
            onClick={() => {
              setName(suggestion);
              void join(suggestion);
            }}
          >
            <span>{rich('entry.name.suggest', { name: <Name>{suggestion}</Name> })}</span>
          </Button>
        )}
      </div>
      <Button kind="primary" size="large" type="submit" busy={busy} className="w-full">
        {text('entry.submit')}
      </Button>
    </form>
  );
}
