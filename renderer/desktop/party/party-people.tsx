import type { PersonEntry } from '../../../server/protocol/people.ts';
import { text } from '../../texts/text.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';

/** Who is connected comes first, the host before everybody; else by name. */
const byPresence = (one: PersonEntry, other: PersonEntry) =>
  Number(other.is_host) - Number(one.is_host) ||
  Number(other.online) - Number(one.online) ||
  one.username.localeCompare(other.username);

/** Everybody with an account in the party, and who of them is connected. */
export function PartyPeople({ people }: { people: readonly PersonEntry[] }) {
  if (people.every((person) => person.is_host)) {
    return <p className="text-sm text-soft">{text('party.people.nobody')}</p>;
  }
  return (
    <ul className="max-h-32 space-y-1 overflow-y-auto">
      {people.toSorted(byPresence).map(({ id, username, online, is_host }) => (
        <li key={id} className="flex min-h-7 items-center gap-2 text-sm">
          <Avatar name={username} size="small" className={online ? undefined : 'grayscale'} />
          <Name className={cx('min-w-0 flex-1 truncate', !online && 'text-soft')}>{username}</Name>
          {is_host && <span className="text-xs text-faint">{text('party.people.host')}</span>}
          {!online && <span className="text-xs text-faint">{text('party.people.away')}</span>}
          {online && <span aria-hidden className="me-1 size-2 rounded-full bg-good" />}
        </li>
      ))}
    </ul>
  );
}
