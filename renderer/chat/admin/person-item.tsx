import { useState } from 'react';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { showChatWindow } from '../../screens/chat-window.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { askAdmin } from './ask-admin.ts';
import { BanQuestion } from './ban-question.tsx';
import { ResetQuestion } from './reset-question.tsx';
import { PersonRow, type PersonAct } from './person-row.tsx';

/** A guest has no name to lose: what keeps them out is that invites change. */
function GuestBanned({ person, onDone }: { person: PersonEntry; onDone: () => void }) {
  return (
    <div role="status" className="rounded-lg bg-accent-soft p-3 text-sm">
      <p className="font-medium">{rich('ban.guest.title', { name: <Name>{person.username}</Name> })}</p>
      <p className="mt-0.5 text-soft">{text('ban.guest')}</p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button onClick={() => showChatWindow({ kind: 'admin', section: 'invites' })}>
          {text('ban.guest.invites')}
        </Button>
        <Button onClick={onDone}>{text('ban.guest.done')}</Button>
      </div>
    </div>
  );
}

/** Somebody in the host's list, with what is asked before something is done to them in their place. */
export function PersonItem({ person }: { person: PersonEntry }) {
  const [asking, setAsking] = useState<PersonAct | 'guestBanned' | null>(null);
  const done = () => setAsking(null);
  const name = <Name>{person.username}</Name>;
  const refresh = () => actions.loadPeople().catch(() => undefined);
  return (
    <div className="border-t border-line py-0.5">
      {asking === null && <PersonRow person={person} onAct={setAsking} />}
      {asking !== null && (
        <div className="py-2">
          {asking === 'remove' && (
            <Confirm
              title={rich('host.people.remove.title', { name })}
              action={text('host.people.remove.submit')}
              onConfirm={() => actions.removePerson(person.id)}
              onCancel={done}
            >
              {text('host.people.remove.text')}
            </Confirm>
          )}
          {asking === 'reset' && <ResetQuestion person={person} onDone={done} />}
          {asking === 'ban' && (
            <BanQuestion
              person={person}
              onDone={() => {
                setAsking(person.is_guest ? 'guestBanned' : null);
                void refresh();
              }}
              onCancel={done}
            />
          )}
          {asking === 'guestBanned' && <GuestBanned person={person} onDone={done} />}
          {asking === 'unban' && (
            <Confirm
              title={rich('ban.lift.title', { name })}
              action={text('ban.lift.submit')}
              onConfirm={async () => {
                await askAdmin.unban(person.id);
                done();
                void refresh();
              }}
              onCancel={done}
            >
              {text('ban.lift.text')}
            </Confirm>
          )}
        </div>
      )}
    </div>
  );
}
