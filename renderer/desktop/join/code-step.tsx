import { useState, type FormEvent } from 'react';
import { parseJoinTarget } from '../../../server/protocol/join-target.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { serverName } from '../known-servers.ts';
import { Page } from '../page.tsx';
import type { Join, JoinState } from './use-join.ts';

/** The invite in what was typed; null where it is a link to another server. A link by another address is the same one. */
function inviteIn(typed: string): string | null {
  const isLink = /[:/]/.test(typed);
  return isLink ? (parseJoinTarget(typed)?.invite ?? null) : typed;
}

interface CodeStepProps {
  join: Join;
  at: Extract<JoinState, { kind: 'needs_invite' }>;
}

/** Asks for the invite that a server wants to see before it makes an account. */
export function CodeForm({ join, at: { url, health } }: CodeStepProps) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const invite = inviteIn(typed.trim());
    if (typed.trim() === '') return setError(text('code.missing'));
    if (invite === null) return setError(text('code.otherServer'));
    setBusy(true);
    await join.go({ addresses: [url], invite });
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      <p className="text-sm text-soft">
        {health.host == null ? text('code.text.anyone') : rich('code.text', { host: <Name>{health.host}</Name> })}
      </p>
      <Field
        // It is what is asked for, and it comes after a click.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        label={text('code.field')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setError(undefined);
        }}
        error={error}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="link" className="px-0!" onClick={() => join.withoutInvite(url)}>
          {text('code.signIn')}
        </Button>
        <Button kind="primary" type="submit" busy={isBusy}>
          {text('code.submit')}
        </Button>
      </div>
    </form>
  );
}

/** The same on a page of its own. */
export function CodeStep({ join, at }: CodeStepProps) {
  return (
    <Page title={text('code.title', { name: serverName(at.url, at.health) })} onBack={join.reset}>
      <div className="rounded-xl bg-raised p-6 shadow-pill">
        <CodeForm join={join} at={at} />
      </div>
    </Page>
  );
}
