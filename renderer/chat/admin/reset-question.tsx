import { useState } from 'react';
import type { PersonEntry, ResetLink } from '../../../server/protocol/people.ts';
import { resetAddress } from '../../../server/protocol/reset-link.ts';
import { useShareBase } from '../../state/share-base.ts';
import { fullDate } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Name } from '../../ui/name.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { askAdmin } from './ask-admin.ts';

/** Asks before a link is made that sets somebody's password, and shows it, this once. */
export function ResetQuestion({ person, onDone }: { person: PersonEntry; onDone: () => void }) {
  const [link, setLink] = useState<ResetLink | null>(null);
  const { base } = useShareBase();
  const name = <Name>{person.username}</Name>;
  if (link === null) {
    return (
      <Confirm
        title={rich('resetLink.title', { name })}
        action={text('resetLink.submit')}
        onConfirm={async () => setLink(await askAdmin.resetPassword(person.id))}
        onCancel={onDone}
      >
        {text('resetLink.text')}
      </Confirm>
    );
  }
  const address = resetAddress(base, link.token);
  return (
    <div className="space-y-3 rounded-lg bg-accent-soft p-3 text-sm">
      <p role="status">{rich('resetLink.made', { name, when: fullDate(link.expires_at) })}</p>
      <div className="flex flex-wrap items-end gap-3">
        <CopyField
          className="min-w-48 flex-1"
          label={text('resetLink.label')}
          copyLabel={text('resetLink.copy')}
          content={address}
        />
        <QrCode content={address} label={text('resetLink.qr')} className="size-28" />
      </div>
      <Button onClick={onDone}>{text('resetLink.done')}</Button>
    </div>
  );
}
