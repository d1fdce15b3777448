import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { Markdown } from '../markdown/markdown.tsx';

/** What a person wrote. The command to the bot is set apart from the question. */
export function PersonText({ content }: { content: string }) {
  const asks = content.startsWith(BOT_COMMAND);
  if (!asks) return <Markdown text={content} breaks />;
  return (
    <div className="flex items-baseline gap-1.5">
      <span className="shrink-0 rounded bg-accent-soft px-1.5 py-0.5 font-mono text-xs font-medium text-accent">
        {BOT_COMMAND.trim()}
      </span>
      <Markdown text={content.slice(BOT_COMMAND.length)} breaks />
    </div>
  );
}
