import { lazy, Suspense, useState } from 'react';
import { resetTokenIn } from '../../server/protocol/reset-link.ts';
import { useApp } from '../state/store.ts';
import { ChatScreen } from './chat-screen.tsx';
import { JoinScreen } from './join/join-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';

const ResetScreen = lazy(async () => ({ default: (await import('./reset-screen.tsx')).ResetScreen }));

/** One server: what somebody has come with an invite for, else signed out or in. The path is kept across these two. */
export function ServerScreens() {
  const [reset, setReset] = useState(() => resetTokenIn(location.hash));

  const isInvited = useApp((state) => state.invite !== null);
  const signedIn = useApp((state) => state.session.kind === 'signed_in');
  if (reset !== null) {
    return (
      <Suspense>
        <ResetScreen
          token={reset}
          onDone={() => {
            // The link is used up, and nobody else's business.
            history.replaceState(null, '', '/');
            setReset(null);
          }}
        />
      </Suspense>
    );
  }
  if (isInvited) return <JoinScreen />;
  return signedIn ? <ChatScreen /> : <SignInScreen />;
}
