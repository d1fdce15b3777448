import { UserX } from 'lucide-react';
import { useState } from 'react';
import type { Role } from '../../../server/protocol/chats.ts';
import { useShallow } from 'zustand/react/shallow';
import type { User } from '../../../server/protocol/users.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { presenceOf } from '../../state/presence.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { useMe } from '../me.ts';
import { presenceText } from '../presence-text.ts';
import { PersonLine } from '../person-line.tsx';
import { mayRemove, ownRole, roleOf } from '../roles.ts';
import { compareNames } from '../sort-people.ts';
import { PersonName } from '../person/person-name.tsx';
import { useName } from '../person/use-person.ts';
import { nameOf } from '../../state/profiles.ts';

const none: readonly never[] = [];

interface PersonProps {
  chatId: number;
  person: User;
  here: boolean;
  role: Role;
  me: boolean;
  /** Null where the reader may not. */
  onRemove: (() => void) | null;
}

function Person({ chatId, person: { username, is_guest }, here, role, me, onRemove }: PersonProps) {
  const notes = [me && text('common.you'), role !== 'member' && text(`role.${role}`)];
  const name = useName(username, chatId);
  const presence = useApp(useShallow((state) => presenceOf(state, username)));
  const now = useNow(30_000);
  // Who is in the room is at least connected, whatever was heard last.
  const status = here && presence.status === 'offline' ? 'online' : presence.status;
  return (
    <div className="flex min-h-10 items-center gap-2.5 rounded-md px-2">
      <PersonLine
        name={username}
        chatId={chatId}
        isHere={here}
        status={status}
        isGuest={is_guest === true}
        notes={notes}
      />
      <span className="text-xs text-faint">{here ? text('people.online') : presenceText(presence, now)}</span>
      {onRemove !== null && (
        <IconButton label={text('people.remove', { name })} onClick={onRemove}>
          <UserX className="size-4" />
        </IconButton>
      )}
    </div>
  );
}

/** Everybody in a chat, those in the room first; its owner may remove the others. */
export function Participants({ chatId, failed, retry }: { chatId: number; failed: boolean; retry: () => void }) {
  const participants = useApp((state) => state.chats[chatId]?.participants ?? null);
  const members = useApp((state) => state.chats[chatId]?.members ?? none);
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const profiles = useApp((state) => state.profiles);
  const me = useMe();
  const mine = chat === undefined ? 'member' : ownRole(chat, me);
  const [askingId, setAskingId] = useState<number | null>(null);
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
  const called = ({ username }: User) => nameOf(profiles, username);
  const sorted = participants.toSorted(
    (a, b) => Number(here.has(b.username)) - Number(here.has(a.username)) || compareNames(called(a), called(b)),
  );
  const remove = async (userId: number) => {
    await actions.removeParticipant(chatId, userId);
    setAskingId(null);
  };
  return (
    <LongList items={sorted} keyOf={({ id }) => id}>
      {(person) =>
        person.id === askingId ? (
          <div className="p-1">
            <Confirm
              title={rich('people.remove.title', { name: <PersonName username={person.username} chatId={chatId} /> })}
              action={text('people.remove.submit')}
              onConfirm={() => remove(person.id)}
              onCancel={() => setAskingId(null)}
            >
              {text('people.remove.text')}
            </Confirm>
          </div>
        ) : (
          <Person
            chatId={chatId}
            person={person}
            here={here.has(person.username)}
            role={roleOf(person, chat?.owner_id)}
            me={person.id === me.id}
            onRemove={
              person.id !== me.id && mayRemove(mine, roleOf(person, chat?.owner_id))
                ? () => setAskingId(person.id)
                : null
            }
          />
        )
      }
    </LongList>
  );
}
