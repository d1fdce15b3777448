import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { formatJoinCode, type Invite } from '../../../server/protocol/invites.ts';
import { inviteLink } from '../../../server/protocol/join-target.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { QrCode } from '../../ui/qr-code.tsx';

/** Makes a new link and code, once somebody has confirmed that the old ones are to stop working. */
function Renew({ onRenew }: { onRenew: () => Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <Button kind="quiet" size="small" className="-ms-2" onClick={() => setAsking(true)}>
        <RefreshCw aria-hidden className="size-3.5" />
        {text('party.renew')}
      </Button>
    );
  }
  return (
    <Confirm
      title={text('party.renew.title')}
      action={text('party.renew.submit')}
      onConfirm={async () => {
        await onRenew();
        setAsking(false);
      }}
      onCancel={() => setAsking(false)}
    >
      {text('party.renew.text')}
    </Confirm>
  );
}

/** The QR code, as large as it will be from the start. */
export function PartyQr({ address, invite }: { address: string; invite: Invite | null }) {
  const link = invite === null ? null : inviteLink({ server: address, invite: invite.token });
  return (
    <figure>
      {link === null ? (
        <div className="aspect-square w-full rounded-lg bg-hover" />
      ) : (
        <QrCode content={link} label={text('party.qr', { link })} className="w-full" />
      )}
      <figcaption className="mt-2 text-center text-xs text-soft">{text('party.scan')}</figcaption>
    </figure>
  );
}

interface PartyInviteProps {
  /** Where others reach the party; null while it is on no network. */
  address: string | null;
  /** Null while it is not known. */
  invite: Invite | null;
  onRenew: () => Promise<void>;
}

/** The same invite to copy and to read out. */
export function PartyInvite({ address, invite, onRenew }: PartyInviteProps) {
  return (
    <div className="space-y-3">
      {address !== null && (
        <CopyField
          label={text('party.link')}
          copyLabel={text('invites.link.copy')}
          content={invite === null ? '' : inviteLink({ server: address, invite: invite.token })}
        />
      )}
      <CopyField
        label={text('party.code')}
        copyLabel={text('invites.code.copy')}
        content={invite === null ? '' : formatJoinCode(invite.code)}
        inputClassName="font-mono text-lg! font-semibold tracking-widest"
      />
      <Renew onRenew={onRenew} />
    </div>
  );
}
