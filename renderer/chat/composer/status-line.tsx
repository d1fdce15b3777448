import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { argumentOf, lacksArgument, type Call } from './commands.ts';
import { useMessageMax } from './message-max.ts';
import { PersonName } from '../person/person-name.tsx';

const none: readonly never[] = [];

/** From this part of the limit on, the characters that are left are counted. */
const COUNT_FROM = 1 / 16;

function Typing({ chatId }: { chatId: number }) {
  const typing = useApp((state) => state.chats[chatId]?.typing ?? none);
  const [first, second] = typing;
  if (first === undefined) return null;
  if (typing.length > 2) return text('typing.many');
  if (second === undefined)
    return rich('typing.one', { name: <PersonName username={first} chatId={chatId} className="font-medium" /> });
  return rich('typing.two', {
    first: <PersonName username={first} chatId={chatId} className="font-medium" />,
    second: <PersonName username={second} chatId={chatId} className="font-medium" />,
  });
}

/** What Enter does with a command. */
function CommandHint({ call }: { call: Call }) {
  const takes = argumentOf(call.name);
  if (takes !== null && lacksArgument(call)) return text(`command.missing.${takes}`);
  return <span className="text-accent">{text(`command.${call.name}.text`)}</span>;
}

interface HintProps {
  draft: string;
  call: Call | null;
  edits: boolean;
  attached: boolean;
  aiChat: boolean;
}

function Hint({ draft, call, edits, attached, aiChat }: HintProps) {
  const max = useMessageMax();
  const left = max - draft.length;
  if (left < 0) return <span className="font-medium text-danger">{text('composer.over', { count: -left })}</span>;
  if (left < max * COUNT_FROM) return text('composer.left', { count: left });
  if (edits) return <span className="coarse:hidden">{text('composing.edit.hint')}</span>;
  if (attached && call === null && (aiChat || draft.startsWith(BOT_COMMAND))) {
    return <span className="text-accent">{text('composer.hint.bot.files')}</span>;
  }
  if (call !== null) return <CommandHint call={call} />;
  if (aiChat) return text('composer.hint.ai');
  if (draft.startsWith(BOT_COMMAND)) return <span className="text-accent">{text('composer.hint.bot')}</span>;
  return <span className="max-md:hidden coarse:hidden">{text('composer.hint')}</span>;
}

interface StatusLineProps {
  chatId: number;
  draft: string;
  /** The command that the text is. */
  call: Call | null;
  /** The text is to replace that of a message. */
  edits: boolean;
  /** Files go with it. */
  attached: boolean;
  aiChat: boolean;
}

/** Under the text field, always one line high: who is typing, and what is worth knowing about the draft. */
export function StatusLine({ chatId, ...rest }: StatusLineProps) {
  return (
    <div className="flex h-6 items-center gap-3 px-1 text-xs text-faint">
      <p className="min-w-0 flex-1 truncate" role="status">
        <Typing chatId={chatId} />
      </p>
      <p id="composer-hint" className="shrink-0 tabular-nums">
        <Hint {...rest} />
      </p>
    </div>
  );
}
