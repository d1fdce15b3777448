import { rich, text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Name } from '../ui/name.tsx';
import { visits } from './desktop.ts';
import { serverName, type KnownServer } from './known-servers.ts';

/** Asks before a server is forgotten. */
export function ForgetDialog({ server, onDone }: { server: KnownServer | null; onDone: () => void }) {
  if (server === null) return null;
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={rich('forget.title', { name: <Name>{serverName(server.url, server.health)}</Name> })}
      description={text('forget.text')}
    >
      <p className="text-sm text-soft">{text('forget.text.guest')}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onDone}>{text('common.cancel')}</Button>
        <Button
          kind="danger"
          onClick={() => {
            visits.forget(server.url);
            onDone();
          }}
        >
          {text('forget.submit')}
        </Button>
      </div>
    </Dialog>
  );
}
