import { useMemo } from 'react';
import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { MentionsContext } from '../markdown/mentions.ts';
import { useMe } from '../me.ts';

interface PersonTextProps {
  content: string;
  /** Usernames of those whom it names. */
  mentions?: readonly string[] | undefined;
}

/** What a person wrote. The command to the bot is set apart from the question, and whom it names stands out. */
export function PersonText({ content, mentions }: PersonTextProps) {
  const me = useMe().username;
  const marked = useMemo(
    () => (mentions === undefined || mentions.length === 0 ? null : { usernames: mentions, me }),
    [mentions, me],
  );
  const asks = content.startsWith(BOT_COMMAND);
  const text = <Markdown text={asks ? content.slice(BOT_COMMAND.length) : content} breaks />;
  const shown = marked === null ? text : <MentionsContext value={marked}>{text}</MentionsContext>;
  if (!asks) return shown;
  return (
    <div className="flex items-baseline gap-1.5">
      <span className="shrink-0 rounded bg-accent-soft px-1.5 py-0.5 font-mono text-xs font-medium text-accent">
        {BOT_COMMAND.trim()}
      </span>
      {shown}
    </div>
  );
}
