import { useState } from 'react';
import type { CheckedInvite } from '../../../server/protocol/invites.ts';
import { LeaveGuestDialog } from '../../chat/account/leave-guest-dialog.tsx';
import { errorText } from '../../chat/error-text.ts';
import { useMe } from '../../chat/me.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import { Entry, OtherWay } from '../entry.tsx';
import { usePlace, Welcome } from './welcome.tsx';

interface ConfirmProps {
  invite: CheckedInvite;
  /** Accepts and goes there; rejects with an `ApiError`. */
  onJoin: () => Promise<void>;
  onDecline: () => void;
}

/** Somebody who is signed in already is asked before they are taken into a chat. */
export function Confirm({ invite, onJoin, onDecline }: ConfirmProps) {
  const me = useMe();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const place = usePlace(invite);

  const join = async () => {
    setBusy(true);
    setError(null);
    try {
      await onJoin();
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };
  const name = <Name>{me.username}</Name>;
  return (
    <Entry
      title={text('entry.title')}
      below={
        <OtherWay
          question={text('entry.confirm.other')}
          label={text('entry.confirm.switch')}
          onClick={() => (me.is_guest ? setLeaving(true) : actions.signOut())}
        />
      }
    >
      <Welcome invite={invite} />
      {error !== null && (
        <div className="mb-4">
          <Alert kind="error">{error}</Alert>
        </div>
      )}
      <p className="mb-4 text-center text-sm text-soft">
        {place === null
          ? rich('entry.confirm', { name })
          : rich('entry.confirm.to', { name, place: <Name>{place}</Name> })}
      </p>
      <div className="flex flex-col gap-2">
        <Button kind="primary" size="large" busy={busy} onClick={() => void join()}>
          {text('entry.submit')}
        </Button>
        <Button size="large" onClick={onDecline}>
          {text('entry.confirm.decline')}
        </Button>
      </div>
      <LeaveGuestDialog open={leaving} onOpenChange={setLeaving} />
    </Entry>
  );
}
