import type { PresenceStatus } from '../../server/protocol/presence.ts';
import { cx } from '../ui/cx.ts';
import { GuestBadge } from './account/guest-badge.tsx';
import { PresenceDot } from './presence-dot.tsx';
import { CardButton } from './person/card-button.tsx';
import { PersonAvatar } from './person/person-avatar.tsx';
import { PersonName } from './person/person-name.tsx';

interface PersonLineProps {
  /** Username. */
  name: string;
  /** Where they are listed: their name opens their card. */
  chatId?: number | null;
  /** Connected, or in the room: marked with a dot, and not faded. */
  isHere: boolean;
  /** How they are here, where that is known: the dot then says it instead. */
  status?: PresenceStatus;
  isGuest: boolean;
  /** Said behind the name; empty ones are left out. */
  notes: readonly (string | false)[];
}

/** Somebody in a list of people: picture, name, and what is to be known of them. */
export function PersonLine({ name: username, chatId = null, isHere, status, isGuest, notes }: PersonLineProps) {
  const said = notes.filter(Boolean).join(', ');
  return (
    <>
      <span className="relative">
        <PersonAvatar username={username} size="small" className={isHere ? undefined : 'grayscale'} />
        {status !== undefined && <PresenceDot status={status} />}
        {status === undefined && isHere && (
          <span
            aria-hidden
            className="absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-raised bg-good"
          />
        )}
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-1.5 text-sm">
        <CardButton
          username={username}
          chatId={chatId}
          isStop
          className={cx('min-w-0 truncate rounded-sm text-start hover:underline', isHere ? 'font-medium' : 'text-soft')}
        >
          <PersonName username={username} {...(chatId !== null && { chatId })} />
        </CardButton>
        {isGuest && <GuestBadge />}
        {said !== '' && <span className="shrink-0 text-faint">{` · ${said}`}</span>}
      </span>
    </>
  );
}
