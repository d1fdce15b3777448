import type { ReactNode } from 'react';
import type { CheckedInvite } from '../../../server/protocol/invites.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Name } from '../../ui/name.tsx';

/** Where an invite leads: its chat, else the server; null where neither has a name. */
export function usePlace(invite: CheckedInvite): string | null {
  const server = useApp((state) => state.health?.name ?? null);
  return invite.chat_name ?? server;
}

function sentence(inviter: string, place: string | null): ReactNode {
  // Who made the invite may have gone since.
  if (inviter === '') {
    return place === null
      ? text('entry.welcome.nobody')
      : rich('entry.welcome.nobody.to', { place: <Name>{place}</Name> });
  }
  const name = <Name>{inviter}</Name>;
  return place === null
    ? rich('entry.welcome', { name })
    : rich('entry.welcome.to', { name, place: <Name>{place}</Name> });
}

/** Who invites where. */
export function Welcome({ invite }: { invite: CheckedInvite }) {
  const server = useApp((state) => state.health?.name ?? null);
  const place = usePlace(invite);
  return (
    <div className="mb-5 flex flex-col items-center text-center">
      {invite.invited_by !== '' && <Avatar name={invite.invited_by} size="large" className="mb-3" />}
      <h1 className="text-lg font-semibold text-balance break-words">{sentence(invite.invited_by, place)}</h1>
      {server !== null && server !== place && (
        <p className="mt-0.5 text-sm text-soft">{rich('entry.server', { server: <Name>{server}</Name> })}</p>
      )}
    </div>
  );
}
