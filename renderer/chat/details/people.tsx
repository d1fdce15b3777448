import { useEffect, useState } from 'react';
import type { Chat } from '../../../server/protocol/chats.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { foldWord } from '../fold.ts';
import { useMe } from '../me.ts';
import { ownRole, roleOf } from '../roles.ts';
import { compareNames } from '../sort-people.ts';
import { PersonRow } from './person-row.tsx';
import { nameOf } from '../../state/profiles.ts';

const none: readonly never[] = [];
/** Of fewer people, nobody has to be looked for. */
const SEARCH_FROM = 8;
const ranks = { owner: 0, admin: 1, member: 2 } as const;

/** Everybody in a chat, who runs it first, with what the reader may do about each. */
export function ChatPeople({ chat }: { chat: Chat }) {
  const participants = useApp((state) => state.chats[chat.id]?.participants ?? null);
  const members = useApp((state) => state.chats[chat.id]?.members ?? none);
  const me = useMe();
  const [failed, setFailed] = useState(false);
  const profiles = useApp((state) => state.profiles);
  const [query, setQuery] = useState('');
  const load = () => {
    setFailed(false);
    actions.loadParticipants(chat.id).catch(() => setFailed(true));
  };
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(load, [chat.id]);
  if (participants === null) {
    return failed ? (
      <div role="alert" className="py-2 text-sm text-soft">
        <p className="mb-2">{text('people.error')}</p>
        <Button size="small" onClick={load}>
          {text('common.retry')}
        </Button>
      </div>
    ) : (
      <p role="status" className="flex items-center gap-2 py-3 text-sm text-soft">
        <Spinner /> {text('common.loading')}
      </p>
    );
  }
  const mine = ownRole(chat, me);
  const here = new Set(members);
  const called = (username: string) => nameOf(profiles, username);
  const wanted = foldWord(query.trim());
  const found = participants
    .filter(({ username }) => [username, called(username)].some((name) => foldWord(name).includes(wanted)))
    .map((person) => ({ person, role: roleOf(person, chat.owner_id) }))
    .toSorted(
      (a, b) => ranks[a.role] - ranks[b.role] || compareNames(called(a.person.username), called(b.person.username)),
    );
  return (
    <section aria-labelledby="details-people">
      <h3 id="details-people" className="mb-1 text-sm font-semibold">
        {text('details.people', { count: participants.length })}
      </h3>
      {participants.length >= SEARCH_FROM && (
        <Field
          label={text('details.search')}
          data-not-first
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          autoComplete="off"
        />
      )}
      {found.length === 0 && (
        <p role="status" className="py-2 text-sm text-soft">
          {text('details.search.none', { query: query.trim() })}
        </p>
      )}
      <div className="-mx-5 max-h-72 overflow-y-auto px-5">
        <LongList items={found} keyOf={({ person }) => person.id}>
          {({ person, role }) => (
            <PersonRow
              chatId={chat.id}
              person={person}
              role={role}
              mine={mine}
              isMe={person.id === me.id}
              isHere={here.has(person.username)}
            />
          )}
        </LongList>
      </div>
    </section>
  );
}
