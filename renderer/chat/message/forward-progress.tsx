import { Check, CircleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useChatTitle } from '../person/use-chat-title.ts';

interface ForwardProgressProps {
  chatIds: readonly number[];
  /** Of everything that was queued. */
  clientIds: readonly string[];
  onDone: () => void;
  onClose: () => void;
}

function Line({ chatId, clientIds }: Pick<ForwardProgressProps, 'clientIds'> & { chatId: number }) {
  const title = useChatTitle(useApp((state) => state.chats[chatId]?.chat));
  const left = useApp(
    useShallow((state) => state.outbox.filter((one) => one.chat_id === chatId && clientIds.includes(one.client_id))),
  );
  const refused = left.filter(({ state }) => state.kind === 'refused');
  const [first] = refused;
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2 text-sm">
      {first !== undefined ? (
        <CircleAlert aria-hidden className="size-4 text-danger" />
      ) : left.length > 0 ? (
        <Spinner className="size-4 text-accent" />
      ) : (
        <Check aria-hidden className="size-4 text-good" />
      )}
      <Name className="min-w-0 flex-1 truncate">{title}</Name>
      {first?.state.kind === 'refused' ? (
        <span role="alert" className="text-danger">
          {first.state.error}{' '}
          <Button
            kind="link"
            size="small"
            onClick={() => {
              for (const { client_id } of refused) actions.retry(client_id);
            }}
          >
            {text('common.retry')}
          </Button>
        </span>
      ) : (
        <span className="text-xs text-faint">{text(left.length > 0 ? 'forward.sending' : 'forward.sent')}</span>
      )}
    </li>
  );
}

/** Where a forwarded message has arrived, and where not. What waits goes on by itself once this is closed. */
export function ForwardProgress({ chatIds, clientIds, onDone, onClose }: ForwardProgressProps) {
  const isConnected = useApp((state) => state.connection.kind === 'connected');
  const isDone = useApp((state) => !state.outbox.some(({ client_id }) => clientIds.includes(client_id)));
  useEffect(() => {
    if (isDone) onDone();
    // Told once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDone]);
  return (
    <>
      {!isConnected && (
        <p role="status" className="mb-2 text-sm text-soft">
          {text('forward.waiting')}
        </p>
      )}
      <ul aria-label={text('forward.list')}>
        {chatIds.map((chatId) => (
          <Line key={chatId} chatId={chatId} clientIds={clientIds} />
        ))}
      </ul>
      <div className="mt-4 flex justify-end">
        <Button onClick={onClose}>{text('common.close')}</Button>
      </div>
    </>
  );
}
