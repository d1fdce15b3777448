import { useState } from 'react';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Name } from '../../ui/name.tsx';
import { ownParty } from '../desktop.ts';
import { useDesktop } from '../desktop-state.ts';
import { useParty } from './use-party.ts';

const close = () => useDesktop.setState({ dialog: null });

function StopQuestion({ name }: { name: string }) {
  const { people } = useParty();
  const [isBusy, setBusy] = useState(false);
  const others = people?.filter((person) => person.online && !person.is_host).length;
  const stop = async () => {
    setBusy(true);
    await ownParty.stop();
    close();
  };
  return (
    <Dialog
      open
      onOpenChange={close}
      title={rich('stop.title', { name: <Name>{name}</Name> })}
      description={
        // As high as it will be, so that nothing moves when the number comes.
        <span role="status" className="block min-h-10">
          {others !== undefined && (others === 0 ? text('stop.nobody') : text('stop.text', { count: others }))}
        </span>
      }
    >
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{text('stop.keep')}</Button>
        <Button kind="danger" busy={isBusy} onClick={() => void stop()}>
          {text('party.stop')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Asks before the party ends for everybody. */
export function StopDialog() {
  const name = useDesktop(({ host, dialog }) => (host.kind === 'hosting' && dialog === 'stop' ? host.name : null));
  return name === null ? null : <StopQuestion name={name} />;
}
