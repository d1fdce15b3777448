import { AppWindow } from 'lucide-react';
import { deepLink } from '../../../server/protocol/join-target.ts';
import { desktopBridge } from '../../desktop/bridge.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';

/** Phones have no desktop app, and neither has a page that is shown by it already. */
const mayHaveApp = () => desktopBridge() === undefined && matchMedia('(hover: hover) and (pointer: fine)').matches;

/** In browsers of desktop systems: the same invite, opened by the desktop app. */
export function OpenInApp({ invite }: { invite: string }) {
  const server = useApp((state) => state.server);
  if (!mayHaveApp()) return null;
  return (
    <a
      href={deepLink({ server, invite })}
      className="mt-2 inline-flex h-8 items-center gap-1.5 rounded-md px-2 font-medium text-accent underline-offset-2 hover:underline"
    >
      <AppWindow aria-hidden className="size-4" />
      {text('entry.openInApp')}
    </a>
  );
}
