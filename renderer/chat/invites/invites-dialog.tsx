import { text } from '../../texts/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { InvitesList } from './invites-list.tsx';

/** The host's view of every invite. */
export function InvitesDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('invites.title')}
      description={text('invites.description')}
      className="max-w-lg"
    >
      <InvitesList />
    </Dialog>
  );
}
