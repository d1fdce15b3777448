import { ChevronRight, X } from 'lucide-react';
import { useState } from 'react';
import { recently } from '../texts/dates.ts';
import { text } from '../texts/text.ts';
import { Avatar } from '../ui/avatar.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Name } from '../ui/name.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useDesktop } from './desktop-state.ts';
import { ForgetDialog } from './forget-dialog.tsx';
import { byRecency, serverName, type KnownServer } from './known-servers.ts';

interface RecentServersProps {
  onChoose: (server: KnownServer) => void;
  /** The one that is being connected to. */
  busy: string | null;
}

/** Servers of earlier visits, the last one first; nothing where there are none. */
export function RecentServers({ onChoose, busy }: RecentServersProps) {
  const servers = useDesktop((state) => state.servers);
  const [forgetting, setForgetting] = useState<KnownServer | null>(null);
  if (servers.length === 0) return null;
  return (
    <section aria-labelledby="recent-servers" className="mt-8">
      <h2 id="recent-servers" className="mb-2 text-sm font-semibold">
        {text('start.recent')}
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-xl bg-raised shadow-pill">
        {byRecency(servers).map((server) => (
          <li key={server.url} className="flex items-center pr-2 hover:bg-hover">
            <RecentServer server={server} onChoose={onChoose} isBusy={busy === server.url} />
            <IconButton
              label={text('start.forget', { name: serverName(server.url, server.health) })}
              onClick={() => setForgetting(server)}
            >
              <X className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
      <ForgetDialog server={forgetting} onDone={() => setForgetting(null)} />
    </section>
  );
}

interface RecentServerProps {
  server: KnownServer;
  onChoose: (server: KnownServer) => void;
  isBusy: boolean;
}

function RecentServer({ server, onChoose, isBusy }: RecentServerProps) {
  const { url, health, lastSeenAt } = server;
  const name = serverName(url, health);
  const details = [
    health.host && text('start.hostedBy', { host: health.host }),
    name !== new URL(url).host && new URL(url).host,
    text('start.lastSeen', { when: recently(lastSeenAt) }),
  ].filter(Boolean);
  return (
    <button
      type="button"
      onClick={() => onChoose(server)}
      className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-xl py-2 pl-4 text-left -outline-offset-2!"
    >
      <Avatar name={name} className="rounded-lg!" />
      <span className="min-w-0 flex-1">
        <Name className="block truncate font-medium">{name}</Name>
        <span className="block truncate text-xs text-soft">{details.join(' · ')}</span>
      </span>
      {isBusy ? (
        <Spinner className="text-faint" />
      ) : (
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      )}
    </button>
  );
}
