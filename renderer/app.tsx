import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { Toaster } from 'sonner';
import { text } from './texts/text.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

/** What stands around everything that is shown. */
export function App({ children }: { children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Tooltip.Provider delayDuration={400}>
        {children}
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
