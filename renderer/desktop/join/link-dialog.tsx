import type { JoinTarget } from '../../../server/protocol/join-target.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useDesktop } from '../desktop-state.ts';
import { Problem } from './problem.tsx';
import { useJoin } from './use-join.ts';

const close = () => useDesktop.setState({ link: null });

function LinkQuestion({ link: { server, invite } }: { link: JoinTarget }) {
  const join = useJoin();
  const { state } = join;
  return (
    <Dialog
      open
      onOpenChange={close}
      title={text('link.title', { host: new URL(server).host })}
      description={text('link.text', { url: server })}
    >
      {invite !== undefined && <p className="mb-3 text-sm text-soft">{text('link.invite')}</p>}
      {state.kind === 'failed' && <Problem join={join} state={state} />}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={close}>{text('common.cancel')}</Button>
        <Button
          kind="primary"
          busy={state.kind === 'busy'}
          onClick={() => void join.go({ addresses: [server], invite })}
        >
          {text('link.submit')}
        </Button>
      </div>
    </Dialog>
  );
}

/** A link wants to join somewhere: nothing is sent there before somebody says so. */
export function LinkDialog() {
  const link = useDesktop((state) => state.link);
  return link === null ? null : <LinkQuestion key={`${link.server} ${link.invite}`} link={link} />;
}
