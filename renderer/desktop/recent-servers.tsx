import { X } from 'lucide-react';
import { useState } from 'react';
import { recently } from '../texts/dates.ts';
import { text } from '../texts/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useDesktop } from './desktop-state.ts';
import { ForgetDialog } from './forget-dialog.tsx';
import { byRecency, serverName, type KnownServer } from './known-servers.ts';
import { PlaceEntry } from './place-entry.tsx';

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
          <li key={server.url} className="flex items-center pe-2 hover:bg-hover">
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
  ];
  return (
    <PlaceEntry
      name={name}
      details={details}
      isBusy={isBusy}
      onChoose={() => onChoose(server)}
      className="min-w-0 flex-1"
    />
  );
}
