import { ServerOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Health } from '../../server/protocol/health.ts';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import type { Session } from '../state/types.ts';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { AccountForm } from './account-form.tsx';
import { CodeForm } from './code-form.tsx';
import { Entry, OtherWay } from './entry.tsx';
import { NameForm } from './name-form.tsx';
import { useHealth } from './use-health.ts';
import { firstWay, waysInto, type Way } from './ways.ts';

/** Why somebody is not signed in any more; null where there is nothing to say. */
function noteOf(session: Session): string | null {
  if (session.kind === 'signed_in') return null;
  switch (session.reason) {
    case 'expired':
      return text('signIn.expired');
    case 'removed':
      return text('signIn.removed');
    default:
      return null;
  }
}

function useJoin() {
  const [path, navigate] = useLocation();
  return async (name: string) => {
    const chatId = await actions.joinAsGuest(name);
    // Whoever had a chat open comes back to it.
    if (chatId !== null && path === '/') navigate(`/chats/${chatId}`, { replace: true });
  };
}

function Card({ way, note }: { way: Way; note: string | null }) {
  const join = useJoin();
  switch (way) {
    case 'name':
      return <NameForm onJoin={join} note={note} />;
    case 'joinCode':
      return <CodeForm />;
    case 'signIn':
    case 'register':
      return <AccountForm mode={way} note={note} />;
  }
}

function Ready({ health }: { health: Health }) {
  const session = useApp((state) => state.session);
  const reason = session.kind === 'signed_out' ? session.reason : undefined;
  const ways = waysInto(health);
  const [chosen, choose] = useState<Way | null>(null);
  const way = chosen ?? firstWay(ways, reason);
  const first = health.host === null && way === 'register';
  return (
    <Entry
      title={text(`${way}.title`)}
      below={ways
        .filter((other) => other !== way)
        .map((other) => (
          <OtherWay
            key={other}
            question={text(`${other}.question`)}
            label={text(`${other}.link`)}
            onClick={() => choose(other)}
          />
        ))}
    >
      <h1 className={first || way === 'name' ? 'text-base font-semibold' : 'mb-4 text-base font-semibold'}>
        {text(`${way}.title`)}
      </h1>
      {first && <p className="mt-0.5 mb-4 text-sm text-soft">{text('register.first')}</p>}
      {way === 'name' && (
        <p className="mt-0.5 mb-4 text-sm text-soft">
          {health.name === null || health.name === undefined
            ? text('name.text')
            : text('name.text.server', { server: health.name })}
        </p>
      )}
      <Card way={way} note={chosen === null ? noteOf(session) : null} />
    </Entry>
  );
}

/** In the card's place while the server has not said what it is, or cannot be asked. */
export function Waiting({ title, error, retry }: { title: string; error?: ReactNode; retry?: () => void }) {
  return (
    <Entry title={title}>
      {error === undefined ? (
        <div role="status" className="flex h-32 items-center justify-center text-faint">
          <Spinner className="size-5" />
          <span className="sr-only">{text('common.loading')}</span>
        </div>
      ) : (
        <div role="alert" className="flex flex-col items-center py-2 text-center">
          <ServerOff aria-hidden className="mb-3 size-6 text-faint" />
          <h1 className="text-base font-semibold">{text('entry.unreachable.title')}</h1>
          <p className="mt-1 mb-4 text-sm text-soft">{error}</p>
          <Button kind="primary" size="large" onClick={retry}>
            {text('common.retry')}
          </Button>
        </div>
      )}
    </Entry>
  );
}

/** The ways in, for who has shown no invite: by name, with a join code, or with an account. */
export function SignInScreen() {
  const state = useHealth();
  switch (state.kind) {
    case 'loading':
      return <Waiting title={text('signIn.title')} />;
    case 'failed':
      return <Waiting title={text('signIn.title')} error={state.error} retry={state.retry} />;
    case 'ready':
      return <Ready health={state.health} />;
  }
}
