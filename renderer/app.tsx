import { Tooltip } from 'radix-ui';
import { Toaster } from 'sonner';
import { ChatScreen } from './screens/chat-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { useApp } from './state/store.ts';
import { text } from './texts/text.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

/** The program: signed out or in. The path is kept across both, so that signing in leads back. */
export function App() {
  const signedIn = useApp((state) => state.session.kind === 'signed_in');
  return (
    <ErrorBoundary>
      <Tooltip.Provider delayDuration={400}>
        {signedIn ? <ChatScreen /> : <SignInScreen />}
        <Toaster
          theme="system"
          position="top-center"
          containerAriaLabel={text('toast.region')}
          toastOptions={{ className: 'app-toast' }}
        />
      </Tooltip.Provider>
    </ErrorBoundary>
  );
}
