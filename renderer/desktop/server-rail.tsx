import { Plus, QrCode, Settings } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import { useState, type ComponentProps, type ReactNode } from 'react';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Labelled } from '../ui/labelled.tsx';
import { Logo } from '../ui/logo.tsx';
import { ownParty, show, visits } from './desktop.ts';
import { useDesktop } from './desktop-state.ts';
import { ForgetDialog } from './forget-dialog.tsx';
import { serverName, type KnownServer } from './known-servers.ts';

interface RailButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  label: string;
  isCurrent?: boolean;
  children: ReactNode;
}

/** One place to go to, named by its tooltip; the current one has a bar at the window's edge. */
function RailButton({ label, isCurrent = false, className, children, ...rest }: RailButtonProps) {
  return (
    <Labelled label={label} side="end" distance={8} className="max-w-64">
      <button
        type="button"
        aria-label={label}
        aria-current={isCurrent || undefined}
        {...rest}
        className={cx(
          'relative flex size-10 shrink-0 items-center justify-center rounded-xl text-soft transition-colors hover:bg-hover hover:text-ink',
          'before:absolute before:inset-y-2 before:-start-2 before:w-1 before:rounded-e-full before:bg-accent before:opacity-0',
          'aria-[current]:bg-selected aria-[current]:before:opacity-100',
          className,
        )}
      >
        {children}
      </button>
    </Labelled>
  );
}

/** Says that the connection to the current server is gone. */
function LostMark() {
  const isLost = useApp(({ connection }) => connection.kind === 'reconnecting' || connection.kind === 'offline');
  if (!isLost) return null;
  return (
    <span aria-hidden className="absolute end-0.5 bottom-0.5 size-3 rounded-full border-2 border-sunken bg-warn" />
  );
}

const labelOf = ({ url, health }: KnownServer) => {
  const name = serverName(url, health);
  return health.host == null ? name : text('rail.server', { name, host: health.host });
};

function ServerItem({ server, onForget }: { server: KnownServer; onForget: () => void }) {
  const isCurrent = useDesktop((state) => state.place === 'server' && state.current === server.url);
  return (
    <li>
      <ContextMenu.Root>
        <ContextMenu.Trigger className="block">
          <RailButton label={labelOf(server)} isCurrent={isCurrent} onClick={() => visits.switchTo(server.url)}>
            <Avatar name={serverName(server.url, server.health)} className="rounded-lg!" />
            {isCurrent && <LostMark />}
          </RailButton>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Content className="z-30 min-w-44 animate-appear rounded-lg bg-raised p-1 shadow-float">
            <ContextMenu.Item
              onSelect={onForget}
              className="flex h-9 cursor-default items-center rounded-md px-2 text-sm outline-none data-highlighted:bg-hover"
            >
              {text('rail.forget')}
            </ContextMenu.Item>
          </ContextMenu.Content>
        </ContextMenu.Portal>
      </ContextMenu.Root>
    </li>
  );
}

function OwnParty({ name, url }: { name: string; url: string }) {
  const isCurrent = useDesktop((state) => state.place === 'server' && state.current === url);
  return (
    <li className="flex flex-col items-center gap-1 rounded-xl bg-accent-soft">
      <RailButton label={text('rail.own', { name })} isCurrent={isCurrent} onClick={() => void ownParty.enter()}>
        <Avatar name={name} className="rounded-lg!" />
        <span aria-hidden className="absolute top-0.5 end-0.5 size-2.5 rounded-full border-2 border-sunken bg-good" />
      </RailButton>
      <RailButton
        label={text('rail.card', { name })}
        onClick={() => useDesktop.setState({ dialog: 'party' })}
        className="h-8! text-accent"
      >
        <QrCode className="size-4.5" />
      </RailButton>
    </li>
  );
}

/** The own party and the servers that one has been to, one click away. */
export function ServerRail() {
  const servers = useDesktop((state) => state.servers);
  const host = useDesktop((state) => state.host);
  const place = useDesktop((state) => state.place);
  const [forgetting, setForgetting] = useState<KnownServer | null>(null);
  return (
    <nav
      aria-label={text('rail.label')}
      className="flex h-full w-14 flex-col items-center gap-2 overflow-x-hidden overflow-y-auto border-e border-line bg-sunken px-2 py-2"
    >
      <RailButton label={text('rail.start')} isCurrent={place === 'start'} onClick={() => show('start')}>
        <Logo className="size-7" />
      </RailButton>
      <ul className="flex flex-col items-center gap-2 border-t border-line pt-2">
        {host.kind === 'hosting' && <OwnParty name={host.name} url={host.url} />}
        {servers.map((server) => (
          <ServerItem key={server.url} server={server} onForget={() => setForgetting(server)} />
        ))}
        <li>
          <RailButton label={text('rail.add')} isCurrent={place === 'join'} onClick={() => show('join')}>
            <Plus className="size-5" />
          </RailButton>
        </li>
      </ul>
      <RailButton
        label={text('rail.settings')}
        onClick={() => useDesktop.setState({ dialog: 'settings' })}
        className="mt-auto"
      >
        <Settings className="size-5" />
      </RailButton>
      <ForgetDialog server={forgetting} onDone={() => setForgetting(null)} />
    </nav>
  );
}
