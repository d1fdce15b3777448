import { useState } from 'react';
import { toast } from 'sonner';
import { formatJoinCode, type Invite } from '../../../server/protocol/invites.ts';
import { inviteLink } from '../../../server/protocol/join-target.ts';
import { errorText } from '../../chat/error-text.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { CopyRow } from './copy-row.tsx';

/** Makes a new link and code, once somebody has confirmed that the old ones are to stop working. */
function Renew({ onRenew }: { onRenew: () => Promise<void> }) {
  const [isAsking, setAsking] = useState(false);
  const renew = async () => {
    setAsking(false);
    try {
      await onRenew();
    } catch (error) {
      toast.error(errorText(error));
    }
  };
  if (!isAsking) {
    return (
      <Button kind="link" size="small" className="px-0!" onClick={() => setAsking(true)}>
        {text('party.renew')}
      </Button>
    );
  }
  return (
    <div role="group" aria-label={text('party.renew')} className="flex flex-wrap items-center gap-2 text-sm">
      <span className="text-soft">{text('party.renew.confirm')}</span>
      <Button size="small" onClick={() => void renew()}>
        {text('party.renew.yes')}
      </Button>
      <Button kind="quiet" size="small" onClick={() => setAsking(false)}>
        {text('common.cancel')}
      </Button>
    </div>
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
        <div>
          <h3 className="mb-1 text-sm font-medium">{text('party.link')}</h3>
          <CopyRow
            content={invite && inviteLink({ server: address, invite: invite.token })}
            label={text('party.link.copy')}
            className="text-sm"
          />
        </div>
      )}
      <div>
        <h3 className="mb-1 text-sm font-medium">{text('party.code')}</h3>
        <CopyRow
          content={invite && formatJoinCode(invite.code)}
          label={text('party.code.copy')}
          className="font-mono text-lg font-semibold tracking-widest"
        />
      </div>
      <Renew onRenew={onRenew} />
    </div>
  );
}
