import { useApp } from '../state/store.ts';
import { ChatScreen } from './chat-screen.tsx';
import { JoinScreen } from './join/join-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';

/** One server: what somebody has come with an invite for, else signed out or in. The path is kept across these two. */
export function ServerScreens() {
  const isInvited = useApp((state) => state.invite !== null);
  const signedIn = useApp((state) => state.session.kind === 'signed_in');
  if (isInvited) return <JoinScreen />;
  return signedIn ? <ChatScreen /> : <SignInScreen />;
}
