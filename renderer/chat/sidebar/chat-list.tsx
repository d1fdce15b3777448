import { MessagesSquare, TriangleAlert } from 'lucide-react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { ChatItem } from './chat-item.tsx';

const skeleton = [58, 72, 44, 66, 52];

/** The reader's chats, or what stands in their place. */
export function ChatList({ openId, onCreate }: { openId: number | null; onCreate: () => void }) {
  const order = useApp((state) => state.chatOrder);
  const status = useApp((state) => state.chatsStatus);
  if (order.length > 0) {
    return (
      <LongList items={order} keyOf={(id) => id}>
        {(id) => <ChatItem chatId={id} open={id === openId} />}
      </LongList>
    );
  }
  switch (status) {
    case 'loading':
      return (
        <div role="status">
          <span className="sr-only">{text('sidebar.loading')}</span>
          <div aria-hidden className="animate-pulse-soft">
            {skeleton.map((width) => (
              <div key={width} className="flex h-9 items-center gap-2.5 px-2.5">
                <span className="size-4 rounded bg-hover" />
                <span className="h-3 rounded bg-hover" style={{ width: `${width}%` }} />
              </div>
            ))}
          </div>
        </div>
      );
    case 'error':
      return (
        <div role="alert">
          <Empty icon={TriangleAlert} title={text('sidebar.error')}>
            <Button onClick={() => void actions.reloadChats().catch(() => undefined)}>{text('common.retry')}</Button>
          </Empty>
        </div>
      );
    case 'ready':
      return (
        <Empty icon={MessagesSquare} title={text('sidebar.empty.title')} text={text('sidebar.empty.text')}>
          <Button kind="primary" onClick={onCreate}>
            {text('sidebar.new')}
          </Button>
        </Empty>
      );
  }
}
