import { UserX } from 'lucide-react';
import { useState } from 'react';
import type { User } from '../../../server/protocol/users.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { Name } from '../../ui/name.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useMe } from '../me.ts';
import { PersonLine } from '../person-line.tsx';

const none: readonly never[] = [];

interface PersonProps {
  person: User;
  here: boolean;
  owner: boolean;
  me: boolean;
  /** Null where the reader may not. */
  onRemove: (() => void) | null;
}

function Person({ person: { username, is_guest }, here, owner, me, onRemove }: PersonProps) {
  const notes = [me && text('common.you'), owner && text('people.owner')];
  return (
    <div className="flex min-h-10 items-center gap-2.5 rounded-md px-2">
      <PersonLine name={username} isHere={here} isGuest={is_guest === true} notes={notes} />
      <span className="text-xs text-faint">{text(here ? 'people.online' : 'people.away')}</span>
      {onRemove !== null && (
        <IconButton label={text('people.remove', { name: username })} onClick={onRemove}>
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
  const owner = useApp((state) => state.chats[chatId]?.chat.owner_id);
  const me = useMe();
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
  const sorted = participants.toSorted(
    (a, b) => Number(here.has(b.username)) - Number(here.has(a.username)) || a.username.localeCompare(b.username),
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
              title={rich('people.remove.title', { name: <Name>{person.username}</Name> })}
              action={text('people.remove.submit')}
              onConfirm={() => remove(person.id)}
              onCancel={() => setAskingId(null)}
            >
              {text('people.remove.text')}
            </Confirm>
          </div>
        ) : (
          <Person
            person={person}
            here={here.has(person.username)}
            owner={person.id === owner}
            me={person.id === me.id}
            onRemove={me.id === owner && person.id !== owner ? () => setAskingId(person.id) : null}
          />
        )
      }
    </LongList>
  );
}
