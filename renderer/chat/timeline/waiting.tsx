import { Clock } from 'lucide-react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMe } from '../me.ts';
import { PersonName } from '../person/person-name.tsx';

/** Under a question whose turn has not come: its place in line, and a way out. */
export function Waiting({ chatId, messageId }: { chatId: number; messageId: number }) {
  const turn = useApp((state) => state.chats[chatId]?.queued.find((queued) => queued.message_id === messageId));
  const me = useMe();
  if (turn === undefined) return null;
  const mine = turn.username === me.username;
  const name = <PersonName username={turn.username} chatId={chatId} />;
  const place = turn.position + 1;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-soft">
      <Clock aria-hidden className="size-3.5 text-accent" />
      <span>
        {turn.position === 0 && (mine ? text('queue.you.next') : rich('queue.next', { name }))}
        {turn.position > 0 && (mine ? text('queue.you.place', { place }) : rich('queue.place', { name, place }))}
      </span>
      <Button
        kind="link"
        size="small"
        aria-label={text('queue.withdraw.label')}
        onClick={() => actions.stop(chatId, messageId)}
      >
        {text('queue.withdraw')}
      </Button>
    </p>
  );
}
