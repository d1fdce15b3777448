import { UserX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { Name } from '../../ui/name.tsx';
import { useNow } from '../../ui/use-now.ts';
import { LoadedList } from '../loaded-list.tsx';
import { useMe } from '../me.ts';
import { PersonLine } from '../person-line.tsx';
import { presenceText } from '../presence-text.ts';

const reload = () => void actions.loadPeople().catch(() => undefined);

function Person({ person, onRemove }: { person: PersonEntry; onRemove: () => void }) {
  const me = useMe();
  const { username, is_guest, is_host, online } = person;
  const now = useNow(30_000);
  const lastSeen =
    person.last_seen == null
      ? text('host.people.offline')
      : presenceText({ status: 'offline', lastSeen: person.last_seen }, now);
  const notes = [person.id === me.id && text('common.you'), is_host && text('host.badge')];
  return (
    <div className="flex min-h-11 items-center gap-2.5">
      <PersonLine name={username} isHere={online} isGuest={is_guest} notes={notes} />
      <span className="shrink-0 text-xs text-faint">{online ? text('host.people.online') : lastSeen}</span>
      {is_host ? (
        <span aria-hidden className="size-8 shrink-0 coarse:size-10" />
      ) : (
        <IconButton label={text('host.people.remove', { name: username })} onClick={onRemove}>
          <UserX className="size-4" />
        </IconButton>
      )}
    </div>
  );
}

function List({ list }: { list: readonly PersonEntry[] }) {
  const [askingId, setAskingId] = useState<number | null>(null);
  return (
    <>
      <p className="mb-1 text-xs text-faint">
        {text('host.people.count', { count: list.length, online: list.filter(({ online }) => online).length })}
      </p>
      <div className="-mx-1 max-h-[60dvh] overflow-y-auto px-1">
        <LongList items={list} keyOf={({ id }) => id}>
          {(person) => (
            <div className="border-t border-line py-0.5">
              {person.id === askingId ? (
                <div className="py-2">
                  <Confirm
                    title={rich('host.people.remove.title', { name: <Name>{person.username}</Name> })}
                    action={text('host.people.remove.submit')}
                    onConfirm={() => actions.removePerson(person.id)}
                    onCancel={() => setAskingId(null)}
                  >
                    {text('host.people.remove.text')}
                  </Confirm>
                </div>
              ) : (
                <Person person={person} onRemove={() => setAskingId(person.id)} />
              )}
            </div>
          )}
        </LongList>
      </div>
      {list.length === 1 && <p className="py-3 text-sm text-soft">{text('host.people.alone')}</p>}
    </>
  );
}

/** Everybody with an account here, whom the host may remove. */
export function PeopleSection() {
  const people = useApp((state) => state.people);
  useEffect(reload, []);
  return (
    <LoadedList loaded={people} reload={reload}>
      {(list) => <List list={list} />}
    </LoadedList>
  );
}
