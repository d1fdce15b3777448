import { useId, useState } from 'react';
import { BAN_REASON_MAX, type PersonEntry } from '../../../server/protocol/people.ts';
import { rich, text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Name } from '../../ui/name.tsx';
import { askAdmin } from './ask-admin.ts';

interface BanQuestionProps {
  person: PersonEntry;
  onDone: () => void;
  onCancel: () => void;
}

/** Asks before somebody is banned, and why. */
export function BanQuestion({ person, onDone, onCancel }: BanQuestionProps) {
  const id = useId();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      title={rich('ban.title', { name: <Name>{person.username}</Name> })}
      action={text('ban.submit')}
      onConfirm={async () => {
        await askAdmin.ban(person.id, reason);
        onDone();
      }}
      onCancel={onCancel}
    >
      {text('ban.text')} {person.is_guest && text('ban.guest')}
      <label htmlFor={id} className="mt-2 mb-1 block text-xs font-medium text-soft">
        {text('ban.reason')}
      </label>
      <input
        id={id}
        className={inputClass}
        maxLength={BAN_REASON_MAX}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </Confirm>
  );
}
