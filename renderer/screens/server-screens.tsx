import { useApp } from '../state/store.ts';
import { ChatScreen } from './chat-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';

/** One server: signed out or in. The path is kept across both, so that signing in leads back. */
export function ServerScreens() {
  const signedIn = useApp((state) => state.session.kind === 'signed_in');
  return signedIn ? <ChatScreen /> : <SignInScreen />;
}
