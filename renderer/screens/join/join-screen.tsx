import { useState, type ComponentProps } from 'react';
import { useLocation } from 'wouter';
import type { CheckedInvite } from '../../../server/protocol/invites.ts';
import { ApiError } from '../../api/errors.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { AccountForm } from '../account-form.tsx';
import { Entry, OtherWay } from '../entry.tsx';
import { NameForm } from '../name-form.tsx';
import { useHealth } from '../use-health.ts';
import { Waiting } from '../waiting.tsx';
import type { Way } from '../ways.ts';
import { Confirm } from './confirm.tsx';
import { OpenInApp } from './open-in-app.tsx';
import { Refused } from './refused.tsx';
import { Welcome } from './welcome.tsx';

type JoinWay = Exclude<Way, 'joinCode'>;
const all: readonly JoinWay[] = ['name', 'signIn', 'register'];
/** The first account is the host's, who should not lose it. */
const forHost: readonly JoinWay[] = ['register'];

/** Leaves the invite behind, for a chat or for the start; the address must not keep the token. */
function useLeave(): (chatId: number | null) => void {
  const [, navigate] = useLocation();
  return (chatId) => {
    navigate(chatId === null ? '/' : `/chats/${chatId}`, { replace: true });
    actions.dropInvite();
  };
}

/** Signing in and going where the invite leads are one step to who does it, so the screen stays until both are done. */
function useEnter() {
  const [entering, setEntering] = useState(false);
  const leave = useLeave();
  const enter = async (work: () => Promise<number | null>) => {
    setEntering(true);
    try {
      leave(await work());
    } catch (error) {
      // It has ended while somebody was typing: there is more to say than an error.
      if (error instanceof ApiError && error.code === 'invite_invalid') void actions.checkInvite();
      throw error;
    } finally {
      setEntering(false);
    }
  };
  return { entering, enter };
}

interface WaysProps {
  invite: CheckedInvite;
  secret: string;
  enter: (work: () => Promise<number | null>) => Promise<void>;
}

function Ways({ invite, secret, enter }: WaysProps) {
  const ways = useApp((state) => (state.health?.host === null ? forHost : all));
  const [chosen, choose] = useState<JoinWay | null>(null);
  const way = chosen ?? ways[0] ?? 'name';
  return (
    <Entry
      title={text('entry.title')}
      below={
        <>
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <OtherWay
                key={other}
                question={text(`${other}.question`)}
                label={text(`${other}.link`)}
                onClick={() => choose(other)}
              />
            ))}
          <OpenInApp invite={secret} />
        </>
      }
    >
      <Welcome invite={invite} />
      {way === 'name' ? (
        <NameForm onJoin={(name) => enter(() => actions.joinAsGuest(name))} />
      ) : (
        <AccountForm
          mode={way}
          enter={(signIn) =>
            enter(async () => {
              await signIn();
              return actions.acceptInvite();
            })
          }
        />
      )}
    </Entry>
  );
}

function WaitingEntry(props: ComponentProps<typeof Waiting>) {
  return (
    <Entry title={text('entry.title')}>
      <Waiting {...props} />
    </Entry>
  );
}

/** For who has come with an invite: what it is, and joining with it. */
export function JoinScreen() {
  const pending = useApp((state) => state.invite);
  const signedIn = useApp((state) => state.session.kind === 'signed_in');
  const health = useHealth();
  const { entering, enter } = useEnter();
  const leave = useLeave();
  if (pending === null) return null;
  const { check, secret } = pending;
  switch (check.kind) {
    case 'checking':
      return <WaitingEntry />;
    case 'failed':
      return <WaitingEntry error={check.error} retry={() => void actions.checkInvite()} />;
    case 'refused':
      return <Refused error={check.error} onDismiss={() => leave(null)} />;
    case 'valid':
      // The server's name is a part of the welcome; without it, it is said without it.
      if (health.kind === 'loading') return <WaitingEntry />;
      return signedIn && !entering ? (
        <Confirm
          invite={check.invite}
          onJoin={() => enter(() => actions.acceptInvite())}
          onDecline={() => leave(null)}
        />
      ) : (
        <Ways invite={check.invite} secret={secret} enter={enter} />
      );
  }
}
