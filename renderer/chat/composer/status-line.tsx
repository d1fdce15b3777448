import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { useMessageMax } from './message-max.ts';

const none: readonly never[] = [];

/** From this part of the limit on, the characters that are left are counted. */
const COUNT_FROM = 1 / 16;

function Typing({ chatId }: { chatId: number }) {
  const typing = useApp((state) => state.chats[chatId]?.typing ?? none);
  const [first, second] = typing;
  if (first === undefined) return null;
  if (typing.length > 2) return text('typing.many');
  if (second === undefined) return rich('typing.one', { name: <Name className="font-medium">{first}</Name> });
  return rich('typing.two', {
    first: <Name className="font-medium">{first}</Name>,
    second: <Name className="font-medium">{second}</Name>,
  });
}

function Hint({ length, asks, edits, aiChat }: { length: number; asks: boolean; edits: boolean; aiChat: boolean }) {
  const max = useMessageMax();
  const left = max - length;
  if (left < 0) return <span className="font-medium text-danger">{text('composer.over', { count: -left })}</span>;
  if (left < max * COUNT_FROM) return text('composer.left', { count: left });
  if (edits) return <span className="coarse:hidden">{text('composing.edit.hint')}</span>;
  if (aiChat) return text('composer.hint.ai');
  if (asks) return <span className="text-accent">{text('composer.hint.bot')}</span>;
  return <span className="max-md:hidden coarse:hidden">{text('composer.hint')}</span>;
}

interface StatusLineProps {
  chatId: number;
  draft: string;
  /** The text is to replace that of a message. */
  edits: boolean;
  aiChat: boolean;
}

/** Under the text field, always one line high: who is typing, and what is worth knowing about the draft. */
export function StatusLine({ chatId, draft, edits, aiChat }: StatusLineProps) {
  return (
    <div className="flex h-6 items-center gap-3 px-1 text-xs text-faint">
      <p className="min-w-0 flex-1 truncate" role="status">
        <Typing chatId={chatId} />
      </p>
      <p id="composer-hint" className="shrink-0 tabular-nums">
        <Hint length={draft.length} asks={draft.startsWith(BOT_COMMAND)} edits={edits} aiChat={aiChat} />
      </p>
    </div>
  );
}
