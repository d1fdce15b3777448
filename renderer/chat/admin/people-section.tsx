import { useEffect, useMemo, useState } from 'react';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { foldUsername } from '../../../server/protocol/users.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { LoadedList } from '../loaded-list.tsx';
import { Chooser } from './chooser.tsx';
import { Overview } from './overview.tsx';
import { PersonItem } from './person-item.tsx';
import { SearchBox } from './search-box.tsx';

const reload = () => void actions.loadPeople().catch(() => undefined);

const kept = {
  all: () => true,
  online: ({ online }: PersonEntry) => online,
  guests: ({ is_guest }: PersonEntry) => is_guest,
  banned: ({ banned_at }: PersonEntry) => banned_at != null,
};

const orders = {
  /** As they come. */
  presence: () => 0,
  name: (a: PersonEntry, b: PersonEntry) => a.username.localeCompare(b.username),
  newest: (a: PersonEntry, b: PersonEntry) => b.id - a.id,
  files: (a: PersonEntry, b: PersonEntry) => (b.file_bytes ?? 0) - (a.file_bytes ?? 0),
};

function List({ list }: { list: readonly PersonEntry[] }) {
  const [typed, setTyped] = useState('');
  const [show, setShow] = useState<keyof typeof kept>('all');
  const [order, setOrder] = useState<keyof typeof orders>('presence');
  const shown = useMemo(() => {
    const wanted = foldUsername(typed.trim());
    const isNamed = ({ username, display_name }: PersonEntry) =>
      foldUsername(username).includes(wanted) || foldUsername(display_name ?? '').includes(wanted);
    return list.filter((person) => kept[show](person) && isNamed(person)).toSorted(orders[order]);
  }, [list, typed, show, order]);
  const showAll = () => {
    setTyped('');
    setShow('all');
  };
  return (
    <>
      <SearchBox label={text('adminPeople.search')} value={typed} onChange={setTyped} />
      <div className="mt-2 mb-3 flex gap-2">
        <Chooser
          label={text('adminPeople.show')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: text('adminPeople.show.all') },
            { value: 'online', label: text('adminPeople.show.online') },
            { value: 'guests', label: text('adminPeople.show.guests') },
            { value: 'banned', label: text('adminPeople.show.banned') },
          ]}
        />
        <Chooser
          label={text('adminPeople.sort')}
          value={order}
          onChange={setOrder}
          options={[
            { value: 'presence', label: text('adminPeople.sort.presence') },
            { value: 'name', label: text('adminPeople.sort.name') },
            { value: 'newest', label: text('adminPeople.sort.newest') },
            { value: 'files', label: text('adminPeople.sort.files') },
          ]}
        />
      </div>
      <p role="status" className="mb-1 text-xs text-faint">
        {text('host.people.count', { count: shown.length, online: shown.filter(({ online }) => online).length })}
      </p>
      <div className="-mx-1 max-h-[60dvh] overflow-y-auto px-1">
        <LongList items={shown} keyOf={({ id }) => id}>
          {(person) => <PersonItem person={person} />}
        </LongList>
      </div>
      {shown.length === 0 && (
        <div className="py-3 text-sm text-soft">
          <p className="mb-2">{text('adminPeople.none')}</p>
          <Button size="small" onClick={showAll}>
            {text('adminPeople.none.clear')}
          </Button>
        </div>
      )}
      {list.length === 1 && shown.length === 1 && <p className="py-3 text-sm text-soft">{text('host.people.alone')}</p>}
    </>
  );
}

/** How much there is of everything, and everybody with an account here, whom the host may ban and remove. */
export function PeopleSection() {
  const people = useApp((state) => state.people);
  useEffect(reload, []);
  return (
    <>
      <Overview />
      <LoadedList loaded={people} reload={reload}>
        {(list) => <List list={list} />}
      </LoadedList>
    </>
  );
}
