import { Direction, Tooltip } from 'radix-ui';
import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { Toaster } from 'sonner';
import { onReader } from './texts/language.ts';
import { text } from './texts/text.ts';
import { useReader } from './texts/use-reader.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

/** Gives the focus back to what had it before everything was drawn anew. Only what has an id can be found again. */
function useSameFocus(drawing: string): void {
  const focused = useRef('');
  useEffect(
    () =>
      onReader(() => {
        focused.current = document.activeElement?.id ?? '';
      }),
    [],
  );
  useEffect(() => {
    // A window is there a moment later than what it stands over.
    const later = setTimeout(() => document.getElementById(focused.current)?.focus());
    return () => clearTimeout(later);
  }, [drawing]);
}

/** What stands around everything that is shown. Another language draws all of it anew; what is kept outside stays. */
export function App({ children }: { children: ReactNode }) {
  const { language, locale, direction } = useReader();
  const drawing = `${language} ${locale}`;
  useSameFocus(drawing);
  return (
    <Direction.Provider dir={direction}>
      <Fragment key={drawing}>
        <ErrorBoundary>
          <Tooltip.Provider delayDuration={400}>
            {children}
            <Toaster
              theme="system"
              position="top-center"
              dir={direction}
              containerAriaLabel={text('toast.region')}
              toastOptions={{ className: 'app-toast' }}
            />
          </Tooltip.Provider>
        </ErrorBoundary>
      </Fragment>
    </Direction.Provider>
  );
}
