import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Name } from '../../ui/name.tsx';
import { useMe } from '../me.ts';

interface LeaveGuestDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Offers to keep the account instead. */
  onKeep?: () => void;
}

/** Signing out as a guest loses the account: nobody knows its password but this device. So it is asked first. */
export function LeaveGuestDialog({ open, onOpenChange, onKeep }: LeaveGuestDialogProps) {
  const me = useMe();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('leave.title')}
      description={rich('leave.text', { name: <Name>{me.username}</Name> })}
    >
      <div className="flex flex-wrap justify-end gap-2">
        {onKeep !== undefined && (
          <Button kind="primary" onClick={onKeep}>
            {text('user.upgrade')}
          </Button>
        )}
        <Button kind="danger" onClick={() => actions.signOut()}>
          {text('leave.submit')}
        </Button>
        <Button onClick={() => onOpenChange(false)}>{text('common.cancel')}</Button>
      </div>
    </Dialog>
  );
}
