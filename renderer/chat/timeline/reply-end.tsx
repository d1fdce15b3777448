import { Ban, CircleAlert, CirclePause, RotateCcw } from 'lucide-react';
import type { Message } from '../../../server/protocol/messages.ts';
import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { selectMessage } from '../../state/selectors.ts';
import { useApp } from '../../state/store.ts';
import { serverSentence } from '../../texts/server-sentence.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';

type Ended = Exclude<Message['status'], 'streaming' | 'complete'>;

const icons = { stopped: CirclePause, failed: CircleAlert, blocked: Ban, interrupted: CircleAlert } as const;

/** Why a reply ended, in words. */
export function endSentence(message: Message): string | null {
  const said = message.detail === undefined ? null : serverSentence(message.detail);
  switch (message.status) {
    case 'streaming':
      return null;
    case 'complete':
      return message.content.trim() === '' ? text('reply.empty') : said;
    case 'stopped':
      return said ?? text(message.content === '' ? 'reply.stopped.empty' : 'reply.stopped');
    case 'failed':
    case 'blocked':
    case 'interrupted':
      return said ?? text(`reply.${message.status}`);
  }
}

function askAgain(chatId: number, question: string): void {
  try {
    actions.send(chatId, question);
  } catch (error) {
    toast.error(error instanceof Error ? error.message : text('error.title'));
  }
}

/** How a reply ended where it did not end well, and a second try. */
export function ReplyEnd({ message }: { message: Message }) {
  const question = useApp((state) =>
    message.reply_to === undefined ? undefined : selectMessage(message.chat_id, message.reply_to)(state)?.content,
  );
  const sentence = endSentence(message);
  if (sentence === null) return null;
  const status: Ended | null = message.status === 'complete' || message.status === 'streaming' ? null : message.status;
  const Icon = icons[status ?? 'stopped'];
  const bad = status === 'failed' || status === 'blocked' || status === 'interrupted';
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <p className={`flex min-w-0 gap-1.5 ${bad ? 'text-danger' : 'text-soft'}`}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">{sentence}</span>
      </p>
      {status !== null && question !== undefined && question !== '' && (
        <Button size="small" aria-label={text('reply.again.label')} onClick={() => askAgain(message.chat_id, question)}>
          <RotateCcw aria-hidden className="size-3.5" />
          {text('reply.again')}
        </Button>
      )}
    </div>
  );
}
