import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Health } from '../../server/protocol/health.ts';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import type { Session } from '../state/types.ts';
import { rich, text } from '../texts/text.ts';
import { Name } from '../ui/name.tsx';
import { AccountForm } from './account-form.tsx';
import { CodeForm } from './code-form.tsx';
import { Entry, OtherWay } from './entry.tsx';
import { NameForm } from './name-form.tsx';
import { useHealth } from './use-health.ts';
import { Waiting } from './waiting.tsx';
import { firstWay, waysInto, type Way } from './ways.ts';

/** Why somebody is not signed in any more; null where there is nothing to say. */
function noteOf(session: Session): string | null {
  if (session.kind === 'signed_in') return null;
  switch (session.reason) {
    case 'expired':
      return text('signIn.expired');
    case 'removed':
      return text('signIn.removed');
    case 'banned':
      return text('signIn.banned');
    case 'ended':
      return text('signIn.ended');
    case 'password':
      return text('signIn.password');
    case 'deleted':
      return text('signIn.deleted');
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

/** What there is to know about a way; null where its name says it all. */
function explain(way: Way, { name: server, host, registration }: Health): ReactNode {
  const named = server === null || server === undefined ? null : { server: <Name>{server}</Name> };
  switch (way) {
    case 'name':
      return named === null ? text('name.text') : rich('name.text.server', named);
    case 'joinCode':
      return named && rich('joinCode.text', named);
    case 'register':
      return host === null ? text('register.first') : null;
    case 'signIn':
      return registration === 'closed' && host !== null ? text('signIn.closed') : null;
  }
}

/** The ways in, for who has shown no invite: by name, with a join code, or with an account. */
export function SignInScreen() {
  const state = useHealth();
  const session = useApp((app) => app.session);
  const [chosen, choose] = useState<Way | null>(null);
  // The frame stays as the answer comes: somebody may be choosing a language in it.
  if (state.kind !== 'ready') {
    return (
      <Entry title={text('signIn.title')}>
        {state.kind === 'loading' ? <Waiting /> : <Waiting error={state.error} retry={state.retry} />}
      </Entry>
    );
  }
  const ways = waysInto(state.health);
  const way = chosen ?? firstWay(ways, session.kind === 'signed_out' ? session.reason : undefined);
  const explained = explain(way, state.health);
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
      <div className="mb-4">
        <h1 className="text-base font-semibold">{text(`${way}.title`)}</h1>
        {explained !== null && <p className="mt-0.5 text-sm text-soft">{explained}</p>}
      </div>
      <Card way={way} note={chosen === null ? noteOf(session) : null} />
    </Entry>
  );
}
