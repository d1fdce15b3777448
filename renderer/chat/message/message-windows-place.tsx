import { lazy, Suspense } from 'react';
import { useMessageWindow } from './message-window.ts';

// Few open them, so they are loaded when somebody does.
const MessageWindows = lazy(async () => {
  const { MessageWindows: Loaded } = await import('./message-windows.tsx');
  return { default: Loaded };
});

/** Where windows about a message come up. */
export function MessageWindowsPlace() {
  const shown = useMessageWindow((state) => state.shown);
  if (shown === null) return null;
  return (
    <Suspense fallback={null}>
      <MessageWindows shown={shown} />
    </Suspense>
  );
}
