import { useEffect, useState } from 'react';
import type { FoundParty } from '../../electron/bridge.ts';
import { useApp } from '../state/store.ts';
import { rich, text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Name } from '../ui/name.tsx';
import { coop } from './bridge.ts';
import { useDesktop } from './desktop-state.ts';
import { useJoin } from './join/use-join.ts';

/** A connection that is gone for less is likely to come back where it was. */
const GONE_MS = 5_000;

/** The lost server, where it has shown up under other addresses than the one that is tried. */
function useMoved(serverId: string, url: string): FoundParty | null {
  const [moved, setMoved] = useState<FoundParty | null>(null);
  useEffect(() => {
    let end: (() => void) | undefined;
    const timer = setTimeout(() => {
      end = coop().parties.watch(({ parties }) => {
        const found = parties.find((party) => party.serverId === serverId && !party.addresses.includes(url));
        setMoved(found ?? null);
      });
    }, GONE_MS);
    return () => {
      clearTimeout(timer);
      end?.();
    };
  }, [serverId, url]);
  return moved;
}

function Moved({ serverId, url }: { serverId: string; url: string }) {
  const moved = useMoved(serverId, url);
  const join = useJoin();
  const [first, ...others] = moved?.addresses ?? [];
  if (moved === null || first === undefined) return null;
  return (
    <div className="pointer-events-none fixed inset-x-3 bottom-6 z-30 flex justify-center">
      <div
        role="status"
        className="pointer-events-auto flex animate-appear items-center gap-3 rounded-2xl bg-raised py-2 pe-2 ps-4 text-sm shadow-float"
      >
        <span>{rich('lost.moved', { name: <Name>{moved.name}</Name> })}</span>
        <Button
          kind="primary"
          size="small"
          busy={join.state.kind === 'busy'}
          onClick={() => void join.go({ addresses: [first, ...others] })}
        >
          {text('lost.moved.submit')}
        </Button>
      </div>
    </div>
  );
}

/** Offers to follow a lost server that has been given another address. Somebody has to say so: anybody can claim its id. */
export function MovedServer() {
  const isLost = useApp(({ connection }) => connection.kind === 'reconnecting');
  const serverId = useApp(({ health }) => health?.server_id);
  const current = useDesktop((state) => (state.place === 'server' ? state.current : null));
  if (!isLost || serverId === undefined || current === null) return null;
  return <Moved serverId={serverId} url={current} />;
}
