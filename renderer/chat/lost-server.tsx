import { useApp } from '../state/store.ts';
import { recently } from '../texts/dates.ts';
import { rich } from '../texts/text.ts';
import { Name } from '../ui/name.tsx';

/** Which server is gone, who hosts it, and since when; nothing where it has not been there in this visit. */
export function LostServer() {
  const lost = useApp((state) => state.lost);
  const host = useApp((state) => state.health?.host ?? null);
  const name = useApp((state) => state.health?.name ?? state.server.replace(/^https?:\/\//, ''));
  if (lost === null) return null;
  const values = { name: <Name>{name}</Name>, time: recently(new Date(lost.at)) };
  if (host === null) return rich(lost.isStopped ? 'lost.stopped.server' : 'lost.server', values);
  return rich(lost.isStopped ? 'lost.stopped.host' : 'lost.host', { ...values, host: <Name>{host}</Name> });
}
