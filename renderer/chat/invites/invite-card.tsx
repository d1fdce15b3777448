import { Link2Off, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { formatJoinCode, type Invite } from '../../../server/protocol/invites.ts';
import { inviteLink } from '../../../server/protocol/join-target.ts';
import { actions } from '../../state/actions.ts';
import { isUsable } from '../../state/invites.ts';
import { useShareBase } from '../../state/share-base.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EVERY_MS, expiryText, usesText } from './expiry.ts';

/** How to come in with this invite: to scan, to open, to type. */
function Ways({ invite }: { invite: Invite }) {
  const { base, isLoopback } = useShareBase();
  const link = inviteLink({ server: base, invite: invite.token });
  return (
    <>
      <div className="flex gap-4 max-sm:flex-col max-sm:items-center">
        <QrCode content={link} label={text('invites.qr')} className="size-36 shrink-0 max-sm:size-48" />
        <div className="min-w-0 flex-1 space-y-3 max-sm:w-full">
          <CopyField label={text('invites.link')} copyLabel={text('invites.link.copy')} content={link} />
          <CopyField
            label={text('entry.code')}
            copyLabel={text('invites.code.copy')}
            content={formatJoinCode(invite.code)}
            inputClassName="font-mono tracking-widest"
          />
        </div>
      </div>
      {isLoopback && (
        <div className="mt-3">
          <Alert kind="info">{text('invites.loopback')}</Alert>
        </div>
      )}
    </>
  );
}

/** One invite: how to come in with it, how long it works, and what its owner can do about it. */
export function InviteCard({ invite }: { invite: Invite }) {
  const [asking, setAsking] = useState<'renew' | 'revoke' | null>(null);
  const now = useNow(EVERY_MS);
  const usable = isUsable(invite, now);
  const done = () => setAsking(null);
  return (
    <div>
      {usable && <Ways invite={invite} />}
      <p className="mt-3 text-xs text-soft">
        {expiryText(invite, now)} · {usesText(invite)}
      </p>
      <div className="mt-2">
        {asking === 'renew' && (
          <Confirm
            title={text('invites.renew.title')}
            action={text('invites.renew')}
            onConfirm={async () => {
              await actions.renewInvite(invite.id);
              done();
            }}
            onCancel={done}
          >
            {text('invites.renew.text')}
          </Confirm>
        )}
        {asking === 'revoke' && (
          <Confirm
            title={text('invites.revoke.title')}
            action={text('invites.revoke')}
            onConfirm={() => actions.revokeInvite(invite.id)}
            onCancel={done}
          >
            {text('invites.revoke.text')}
          </Confirm>
        )}
        {asking === null && (
          <div className="-ms-2 flex flex-wrap gap-1">
            <Button kind="quiet" size="small" onClick={() => setAsking('renew')}>
              <RefreshCw aria-hidden className="size-3.5" />
              {text('invites.renew')}
            </Button>
            <Button kind="quiet" size="small" onClick={() => setAsking('revoke')}>
              <Link2Off aria-hidden className="size-3.5" />
              {text('invites.revoke')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
