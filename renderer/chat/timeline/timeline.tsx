import { MessageCircle, TriangleAlert } from 'lucide-react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Announcer } from './announcer.tsx';
import { Log } from './log.tsx';
import { useUnreadStart } from './seen.ts';
import { useChatTitle } from '../person/use-chat-title.ts';

const skeleton = [62, 38, 84, 46, 70, 30];

function Loading() {
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden pb-6">
      <span className="sr-only">{text('timeline.loading')}</span>
      <div aria-hidden className="column animate-pulse-soft space-y-5">
        {skeleton.map((width) => (
          <div key={width} className="flex gap-3">
            <span className="size-8 shrink-0 rounded-full bg-hover" />
            <div className="flex-1 space-y-2 pt-1">
              <div className="h-3 w-28 rounded bg-hover" />
              <div className="h-3 rounded bg-hover" style={{ width: `${width}%` }} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Where the unread ones begin outlasts a jump, which replaces the others. */
function Messages({ chatId, title }: { chatId: number; title: string }) {
  const unreadStart = useUnreadStart(chatId);
  const replaced = useApp((state) => state.chats[chatId]?.replaced ?? 0);
  return <Log key={replaced} chatId={chatId} title={title} unreadStart={unreadStart} />;
}

/** The messages of a chat, or what stands in their place. */
export function Timeline({ chatId }: { chatId: number }) {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const title = useChatTitle(chat);
  const history = useApp((state) => state.chats[chatId]?.history);
  const blank = useApp(
    (state) => state.chats[chatId]?.messages.length === 0 && !state.outbox.some((entry) => entry.chat_id === chatId),
  );
  const hasNotices = useApp((state) => (state.chats[chatId]?.notices.length ?? 0) > 0);
  if (chat === undefined) return <Loading />;
  if (blank && history === 'error') {
    return (
      <div className="flex min-h-0 flex-1 items-center justify-center" role="alert">
        <Empty icon={TriangleAlert} title={text('timeline.error')}>
          <Button onClick={() => void actions.reloadHistory(chatId).catch(() => undefined)}>
            {text('common.retry')}
          </Button>
        </Empty>
      </div>
    );
  }
  if (blank && history !== 'ready') return <Loading />;
  return (
    <>
      {blank && !hasNotices ? (
        <div className="flex min-h-0 flex-1 items-center justify-center overflow-y-auto">
          <Empty
            icon={MessageCircle}
            title={text('timeline.empty.title')}
            text={text(chat.is_ai_chat ? 'timeline.empty.ai' : 'timeline.empty.text')}
          />
        </div>
      ) : (
        <Messages key={chatId} chatId={chatId} title={title} />
      )}
      <Announcer chatId={chatId} />
    </>
  );
}
