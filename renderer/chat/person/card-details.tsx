import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Profile } from '../../../server/protocol/profiles.ts';
import { ApiError } from '../../api/errors.ts';
import { actions } from '../../state/actions.ts';
import { presenceOf } from '../../state/presence.ts';
import { useApp } from '../../state/store.ts';
import { calendarDay } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useNow } from '../../ui/use-now.ts';
import { GuestBadge } from '../account/guest-badge.tsx';
import { errorText } from '../error-text.ts';
import { presenceText } from '../presence-text.ts';
import { roleOf } from '../roles.ts';
import { PersonAvatar } from './person-avatar.tsx';
import { useName } from './use-person.ts';

type Loading =
  { kind: 'loading' } | { kind: 'ready'; profile: Profile } | { kind: 'gone' } | { kind: 'error'; error: string };

/** Everything that the server knows of somebody; their id is known where they are. */
function useProfile(username: string): { loading: Loading; retry: () => void } {
  const id = useApp((state) => state.profiles.get(username)?.id);
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (id === undefined) return undefined;
    let isOver = false;
    actions.profile(id).then(
      (profile) => !isOver && setLoading({ kind: 'ready', profile }),
      (error: unknown) => {
        if (isOver) return;
        const isGone = error instanceof ApiError && error.code === 'user_not_found';
        setLoading(isGone ? { kind: 'gone' } : { kind: 'error', error: errorText(error) });
      },
    );
    return () => {
      isOver = true;
    };
  }, [id, tries]);
  return {
    loading,
    retry: () => {
      setLoading({ kind: 'loading' });
      setTries(tries + 1);
    },
  };
}

/** What somebody may do in the chat, where that is more than others. */
function useRole(username: string, chatId: number | null) {
  const participants = useApp((state) => (chatId === null ? undefined : state.chats[chatId]?.participants));
  const ownerId = useApp((state) => (chatId === null ? undefined : state.chats[chatId]?.chat.owner_id));
  useEffect(() => {
    // Without it the card says less, which is no reason to disturb anybody.
    if (chatId !== null && participants === null) actions.loadParticipants(chatId).catch(() => undefined);
  }, [chatId, participants]);
  const person = participants?.find((one) => one.username === username);
  return person === undefined ? 'member' : roleOf(person, ownerId);
}

function Presence({ username, profile }: { username: string; profile: Profile }) {
  const heard = useApp(useShallow((state) => presenceOf(state, username)));
  const isHeard = useApp((state) => state.presence[username] !== undefined);
  const now = useNow(30_000);
  if (!isHeard && profile.status === undefined) return null;
  const presence = isHeard ? heard : { status: profile.status ?? 'offline', lastSeen: profile.last_seen ?? null };
  return <p className="text-xs text-soft">{presenceText(presence, now)}</p>;
}

/** What there is to know of somebody. */
export function CardDetails({ username, chatId }: { username: string; chatId: number | null }) {
  const name = useName(username);
  const { loading, retry } = useProfile(username);
  const role = useRole(username, chatId);
  const about = useApp((state) => state.profiles.get(username)?.about ?? null);
  const profile = loading.kind === 'ready' ? loading.profile : null;
  const isHost = profile?.is_host === true;
  const marks = [...(isHost ? [text('card.host')] : []), ...(role === 'member' ? [] : [text(`role.${role}`)])];
  return (
    <>
      <div className="flex items-center gap-3">
        <PersonAvatar username={username} size="huge" />
        <div className="min-w-0">
          <h3 className="text-base leading-5 font-semibold break-words">
            <Name>{name}</Name>
          </h3>
          <p className="truncate text-sm text-soft">
            <bdi>@{username}</bdi>
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-1.5 text-xs text-soft empty:hidden">
            {profile?.is_guest === true && <GuestBadge />}
            {marks.length > 0 && <span>{marks.join(' · ')}</span>}
          </p>
          {profile !== null && <Presence username={username} profile={profile} />}
        </div>
      </div>
      {about !== null && (
        <p className="text-sm break-words whitespace-pre-line text-ink" dir="auto">
          {about}
        </p>
      )}
      {profile !== null && (
        <p className="text-xs text-faint">{text('card.since', { date: calendarDay(profile.created_at) })}</p>
      )}
      {loading.kind === 'loading' && (
        <p role="status" className="flex items-center gap-2 text-xs text-soft">
          <Spinner /> {text('card.loading')}
        </p>
      )}
      {loading.kind === 'gone' && <p className="text-sm text-soft">{text('card.gone')}</p>}
      {loading.kind === 'error' && (
        <div role="alert" className="text-sm text-soft">
          {loading.error}{' '}
          <Button kind="link" size="small" onClick={retry}>
            {text('common.retry')}
          </Button>
        </div>
      )}
    </>
  );
}
