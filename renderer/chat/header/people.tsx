import { Users } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Participants } from './participants.tsx';
import { PersonAvatar } from '../person/person-avatar.tsx';
import { isInCard } from '../person/is-in-card.ts';

const none: readonly never[] = [];
const FACES = 3;

/** Who is in the room now, as faces; opens the list of everybody in the chat. */
export function People({ chatId }: { chatId: number }) {
  const members = useApp((state) => state.chats[chatId]?.members ?? none);
  const [failed, setFailed] = useState(false);
  const load = async () => {
    setFailed(false);
    try {
      await actions.loadParticipants(chatId);
    } catch {
      setFailed(true);
    }
  };
  return (
    <Popover.Root onOpenChange={(open) => open && void load()}>
      <Popover.Trigger
        aria-label={text('people.button', { count: members.length })}
        className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-sm text-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover coarse:h-10"
      >
        {members.length === 0 ? (
          <Users aria-hidden className="size-4" />
        ) : (
          <span className="flex -space-x-1.5 max-sm:hidden">
            {members.slice(0, FACES).map((name) => (
              <PersonAvatar key={name} username={name} size="small" className="ring-2 ring-canvas" />
            ))}
          </span>
        )}
        {members.length > 0 && <Users aria-hidden className="size-4 sm:hidden" />}
        <span className="tabular-nums">{members.length}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={text('people.title')}
          onInteractOutside={(event) => {
            if (isInCard(event.target)) event.preventDefault();
          }}
          className="z-30 flex max-h-[min(28rem,70dvh)] w-72 animate-appear flex-col rounded-lg bg-raised p-1.5 shadow-float outline-none"
        >
          <div className="flex items-baseline justify-between px-2 pt-1 pb-1.5">
            <h3 className="text-sm font-semibold">{text('people.title')}</h3>
            <p className="text-xs text-faint">{text('people.here', { count: members.length })}</p>
          </div>
          <div
            role="group"
            aria-label={text('people.title')}
            // A scrolling area must be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="min-h-0 overflow-y-auto rounded-md"
          >
            <Participants chatId={chatId} failed={failed} retry={() => void load()} />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
