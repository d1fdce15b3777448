import { LogOut, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useApp } from '../../state/store.ts';
import { actions } from '../../state/actions.ts';
import type { Chat } from '../../../server/protocol/chats.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { useMe } from '../me.ts';
import { ownRole, roleOf } from '../roles.ts';
import { compareNames } from '../sort-people.ts';
import { fullNameOf } from '../../state/profiles.ts';

/** The ways out of a chat: to leave it, and for its owner to delete it. */
export function Going({ chat, title, onGone }: { chat: Chat; title: string; onGone: () => void }) {
  const me = useMe();
  const id = useId();
  const participants = useApp((state) => state.chats[chat.id]?.participants ?? null);
  const [asking, setAsking] = useState<'leave' | 'delete' | null>(null);
  const [heirId, setHeirId] = useState<number | null>(null);
  const isOwner = ownRole(chat, me) === 'owner';
  const name = <Name>{title}</Name>;
  const others = (participants ?? [])
    .filter((person) => person.id !== me.id)
    .toSorted(
      (a, b) =>
        Number(roleOf(b, chat.owner_id) === 'admin') - Number(roleOf(a, chat.owner_id) === 'admin') ||
        compareNames(a.username, b.username),
    );
  const heir = others.find((person) => person.id === heirId) ?? others[0];
  const isAlone = isOwner && participants !== null && heir === undefined;
  if (asking === 'leave') {
    return (
      <div className="space-y-3">
        {isOwner && (
          <div>
            <label htmlFor={id} className="mb-1 block text-sm font-medium">
              {text('details.leave.heir')}
            </label>
            <select
              id={id}
              className={inputClass}
              value={heir?.id}
              onChange={(event) => setHeirId(Number(event.target.value))}
            >
              {others.map((person) => (
                <option key={person.id} value={person.id}>
                  {fullNameOf(useApp.getState(), person.username, chat.id)}
                </option>
              ))}
            </select>
          </div>
        )}
        <Confirm
          title={rich('details.leave.title', { chat: name })}
          action={text('details.leave.submit')}
          onConfirm={async () => {
            await actions.leaveChat(chat.id, isOwner ? heir?.id : undefined);
            onGone();
          }}
          onCancel={() => setAsking(null)}
        >
          {text('details.leave.text')}
        </Confirm>
      </div>
    );
  }
  if (asking === 'delete') {
    return (
      <Confirm
        title={rich('details.delete.title', { chat: name })}
        action={text('details.delete.submit')}
        onConfirm={async () => {
          await actions.deleteChat(chat.id);
          onGone();
        }}
        onCancel={() => setAsking(null)}
      >
        {text('details.delete.text')}
      </Confirm>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {isAlone ? (
        <p className="w-full text-sm text-soft">{text('details.leave.alone')}</p>
      ) : (
        <Button disabled={isOwner && participants === null} onClick={() => setAsking('leave')}>
          <LogOut aria-hidden className="size-4" /> {text('details.leave')}
        </Button>
      )}
      {isOwner && (
        <Button className="text-danger" onClick={() => setAsking('delete')}>
          <Trash2 aria-hidden className="size-4" /> {text('details.delete')}
        </Button>
      )}
    </div>
  );
}
