import { useState, type FormEvent } from 'react';
import type { FoundParty } from '../../../electron/bridge.ts';
import { parseJoinTarget } from '../../../server/protocol/join-target.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { show } from '../desktop.ts';
import { Page } from '../page.tsx';
import { RecentServers } from '../recent-servers.tsx';
import { FoundParties } from './found-parties.tsx';
import { Problem } from './problem.tsx';
import { useJoin, type Join } from './use-join.ts';

/** Any address or link, typed or pasted. */
function AddressForm({ join }: { join: Join }) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return setError(text('join.address.missing'));
    const target = parseJoinTarget(typed);
    if (target === null) return setError(text('join.address.invalid'));
    void join.go({ addresses: [target.server], invite: target.invite });
  };
  return (
    <form onSubmit={submit} noValidate className="mt-6 flex items-start gap-2">
      <Field
        className="min-w-0 flex-1"
        label={text('join.address')}
        hint={text('join.address.hint')}
        error={error}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setError(undefined);
        }}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button kind="primary" type="submit" busy={join.state.kind === 'busy'} className="mt-6">
        {text('join.submit')}
      </Button>
    </form>
  );
}

/** The ways to a party that somebody else hosts. */
export function JoinScreen() {
  const join = useJoin();
  const { state } = join;
  const busy = state.kind === 'busy' ? state.url : null;
  const choose = ({ addresses: [first, ...others] }: FoundParty) => {
    if (first !== undefined) void join.go({ addresses: [first, ...others] });
  };
  return (
    <Page title={text('join.title')} onBack={() => show('start')}>
      <FoundParties busy={busy} onChoose={choose} />
      <AddressForm join={join} />
      <div role="status" className="sr-only">
        {busy !== null && text('join.busy', { host: new URL(busy).host })}
      </div>
      {state.kind === 'failed' && (
        <div className="mt-4">
          <Problem join={join} state={state} />
        </div>
      )}
      <RecentServers onChoose={join.again} busy={busy} />
    </Page>
  );
}
