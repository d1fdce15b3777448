import { Users } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { PersonLine } from '../person-line.tsx';
import { useMe } from '../me.ts';

const none: readonly never[] = [];
const FACES = 3;

interface PersonProps {
  name: string;
  here: boolean;
  owner: boolean;
  guest: boolean;
  me: boolean;
}

function Person({ name, here, owner, guest, me }: PersonProps) {
  const notes = [me && text('common.you'), owner && text('people.owner')];
  return (
    <li className="flex min-h-10 items-center gap-2.5 rounded-md px-2">
      <PersonLine name={name} isHere={here} isGuest={guest} notes={notes} />
      <span className="text-xs text-faint">{text(here ? 'people.online' : 'people.away')}</span>
    </li>
  );
}

function PeopleList({ chatId, failed, retry }: { chatId: number; failed: boolean; retry: () => void }) {
  const participants = useApp((state) => state.chats[chatId]?.participants ?? null);
  const members = useApp((state) => state.chats[chatId]?.members ?? none);
  const owner = useApp((state) => state.chats[chatId]?.chat.owner_id);
  const me = useMe();
  if (participants === null && failed) {
    return (
      <div role="alert" className="p-3 text-sm text-soft">
        <p className="mb-2">{text('people.error')}</p>
        <Button size="small" onClick={retry}>
          {text('common.retry')}
        </Button>
      </div>
    );
  }
  if (participants === null) {
    return (
      <p role="status" className="flex items-center gap-2 p-3 text-sm text-soft">
        <Spinner /> {text('common.loading')}
      </p>
    );
  }
  const here = new Set(members);
  const sorted = participants.toSorted(
    (a, b) => Number(here.has(b.username)) - Number(here.has(a.username)) || a.username.localeCompare(b.username),
  );
  return (
    <ul>
      {sorted.map(({ id, username, is_guest }) => (
        <Person
          key={id}
          name={username}
          here={here.has(username)}
          owner={id === owner}
          guest={is_guest === true}
          me={id === me.id}
        />
      ))}
    </ul>
  );
}

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
              <Avatar key={name} name={name} size="small" className="ring-2 ring-canvas" />
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
          className="z-30 max-h-[min(28rem,70dvh)] w-72 animate-appear overflow-y-auto rounded-lg bg-raised p-1.5 shadow-float outline-none"
        >
          <div className="flex items-baseline justify-between px-2 pt-1 pb-1.5">
            <h3 className="text-sm font-semibold">{text('people.title')}</h3>
            <p className="text-xs text-faint">{text('people.here', { count: members.length })}</p>
          </div>
          <PeopleList chatId={chatId} failed={failed} retry={() => void load()} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
