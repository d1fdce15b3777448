import type { ReactNode } from 'react';
import { clockFace, fullDate, timeOfDay } from '../../texts/dates.ts';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { IntegrationAvatar, IntegrationBadge } from '../webhooks/integration-marks.tsx';
import { CardButton } from '../person/card-button.tsx';
import { PersonAvatar } from '../person/person-avatar.tsx';
import { PersonName } from '../person/person-name.tsx';

interface MessageFrameProps {
  chatId: number;
  username: string;
  at: string;
  /** First of its group: shows who and when. */
  head: boolean;
  /** Not stored yet. */
  pending?: boolean;
  /** Names the reader. */
  mentionsMe?: boolean;
  /** Posted by a program: it has no card. */
  isIntegration?: boolean;
  children: ReactNode;
}

/** Time as a reader needs it, with the whole date as its title. */
export function Time({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} title={fullDate(at)} className={className}>
      {timeOfDay(at)}
    </time>
  );
}

/** The place of a person's message: avatar and name at the head of a group, the text beside. */
export function MessageFrame(props: MessageFrameProps) {
  const { chatId, username, at, head, pending = false, mentionsMe = false, children } = props;
  const { isIntegration = false } = props;
  return (
    <article
      className={cx(
        'group grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 max-sm:gap-x-2',
        head ? 'pt-3' : 'pt-1',
        // A line at its side, so that it is not told by its colour alone.
        mentionsMe && '-mx-2 rounded-e-md border-s-2 border-warn bg-warn-soft pe-2 pb-1 ps-1.5',
      )}
      data-pending={pending || undefined}
    >
      {head && isIntegration ? (
        <IntegrationAvatar className="mt-0.5" />
      ) : head ? (
        <CardButton username={username} chatId={chatId} className="mt-0.5 h-8 rounded-full" isDecoration>
          <PersonAvatar username={username} />
        </CardButton>
      ) : (
        <time
          dateTime={at}
          title={fullDate(at)}
          className="pt-1 text-end text-2xs leading-4 text-faint tabular-nums opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        >
          {clockFace(at)}
        </time>
      )}
      <div className="min-w-0">
        {head && (
          <header className="flex items-baseline gap-2">
            <h3 className="min-w-0 text-sm font-semibold">
              {isIntegration ? (
                <Name className="block truncate text-outer">{username}</Name>
              ) : (
                <CardButton username={username} chatId={chatId} className="block max-w-full hover:underline">
                  <PersonName username={username} chatId={chatId} className="block truncate text-outer" />
                </CardButton>
              )}
            </h3>
            {isIntegration && <IntegrationBadge />}
            <Time at={at} className="text-xs text-faint tabular-nums" />
          </header>
        )}
        {children}
      </div>
    </article>
  );
}
