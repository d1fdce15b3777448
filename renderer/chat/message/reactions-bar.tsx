import { SmilePlus } from 'lucide-react';
import type { Message } from '../../../server/protocol/messages.ts';
import { actions } from '../../state/actions.ts';
import { hasReacted } from '../../state/message-changes.ts';
import { text } from '../../texts/text.ts';
import { Labelled } from '../../ui/labelled.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { useMe } from '../me.ts';
import { listNames } from '../title.ts';
import { attempt } from './attempt.ts';
import { useNames } from '../person/use-person.ts';

const NAMES_MAX = 12;

interface ReactionProps {
  chatId: number;
  emoji: string;
  users: readonly { id: number; username: string }[];
  isOwn: boolean;
  onReact: () => void;
}

/** One emoji, how many have reacted with it, and who. */
function Reaction({ chatId, emoji, users, isOwn, onReact }: ReactionProps) {
  const me = useMe();
  const first = users.slice(0, NAMES_MAX);
  const names = useNames(
    first.map(({ username }) => username),
    chatId,
  );
  const shown = names.map((name, place) => (first[place]?.id === me.id ? text('common.you') : name));
  const more = users.length > NAMES_MAX ? [`+${users.length - NAMES_MAX}`] : [];
  const label = text(isOwn ? 'reactions.own' : 'reactions.one', { emoji, names: listNames([...shown, ...more]) });
  return (
    <Labelled label={label}>
      <button
        type="button"
        aria-pressed={isOwn}
        aria-label={label}
        onClick={onReact}
        className="inline-flex h-7 items-center gap-1 rounded-full border border-line bg-raised px-2 text-sm tabular-nums hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent coarse:h-10 coarse:px-3"
      >
        <span aria-hidden>{emoji}</span>
        <span className="text-xs font-medium">{users.length}</span>
      </button>
    </Labelled>
  );
}

/** How others have reacted to a message; one's own stand out. */
export function ReactionsBar({ message }: { message: Message }) {
  const me = useMe();
  const { id, chat_id, reactions } = message;
  if (reactions === undefined || reactions.length === 0) return null;
  const react = (emoji: string) => void attempt(() => actions.react(chat_id, id, emoji));
  return (
    <div role="group" aria-label={text('reactions.label')} className="mt-1 flex flex-wrap gap-1">
      {reactions.map(({ emoji, users }) => {
        const isOwn = hasReacted(message, me, emoji);
        return <Reaction key={emoji} chatId={chat_id} {...{ emoji, users, isOwn }} onReact={() => react(emoji)} />;
      })}
      <EmojiPicker
        onPick={react}
        trigger={
          <button
            type="button"
            aria-label={text('act.react')}
            title={text('act.react')}
            className="inline-flex h-7 items-center rounded-full px-2 text-faint hover:bg-hover hover:text-ink coarse:h-10 coarse:px-3"
          >
            <SmilePlus aria-hidden className="size-4" />
          </button>
        }
      />
    </div>
  );
}
