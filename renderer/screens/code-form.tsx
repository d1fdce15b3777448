import { useState, type FormEvent } from 'react';
import { foldJoinCode, formatJoinCode, JOIN_CODE_LENGTH, JOIN_CODE_LETTERS } from '../../server/protocol/invites.ts';
import { parseJoinTarget } from '../../server/protocol/join-target.ts';
import { errorText } from '../chat/error-text.ts';
import { actions } from '../state/actions.ts';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';

/** What was typed of a join code so far, as it is read: `ABCD-1234`. */
export function codeAsTyped(typed: string): string {
  const letters = Array.from(foldJoinCode(typed)).filter((letter) => JOIN_CODE_LETTERS.includes(letter));
  const code = letters.slice(0, JOIN_CODE_LENGTH).join('');
  return code.length > JOIN_CODE_LENGTH / 2 ? formatJoinCode(code) : code;
}

/** The token of an invite link that was pasted where a code was asked for; undefined where it is none. */
function tokenIn(pasted: string): string | undefined {
  return pasted.includes('/') ? parseJoinTarget(pasted)?.invite : undefined;
}

/** For a server of invited people only: the code that they were told. What comes next is the pending invite's. */
export function CodeForm() {
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const show = async (secret: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await actions.showInvite(secret);
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const folded = foldJoinCode(code);
    if (folded.length === JOIN_CODE_LENGTH) void show(folded);
    else setError(text('entry.code.short', { length: JOIN_CODE_LENGTH }));
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <Field
        label={text('entry.code')}
        hint={text('entry.code.hint')}
        error={error}
        name="code"
        value={code}
        onChange={({ target }) => {
          setError(undefined);
          const token = tokenIn(target.value);
          if (token !== undefined) void show(token);
          else setCode(codeAsTyped(target.value));
        }}
        placeholder="ABCD-1234"
        className="[&_input]:font-mono [&_input]:tracking-widest [&_input]:uppercase"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="go"
      />
      <Button kind="primary" size="large" type="submit" busy={busy} className="w-full">
        {text('entry.code.submit')}
      </Button>
    </form>
  );
}
