import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Toggle } from '../../ui/toggle.tsx';
import { useMe } from '../me.ts';

/** What others get to know without being told. */
export function PrivacySection() {
  const { shows_last_seen: isShown } = useMe();
  return (
    <Toggle
      label={text('presence.shown')}
      hint={text('presence.shown.hint')}
      checked={isShown !== false}
      onChange={(isOn) => {
        actions.setShowsLastSeen(isOn).catch(() => toast.error(text('presence.failed')));
      }}
    />
  );
}
