import { useRef } from 'react';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { Composer } from './composer/composer.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { DropZone } from './files/drop-zone.tsx';
import { LightboxPlace } from './files/lightbox-place.tsx';
import { ChatHeader } from './header/chat-header.tsx';
import { MessageWindowsPlace } from './message/message-windows-place.tsx';
import { MissingChat } from './missing-chat.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { useChatTitle } from './person/use-chat-title.ts';

/** One open chat: its header, messages and text field. */
export function Conversation({ chatId }: { chatId: number }) {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const status = useApp((state) => state.chatsStatus);
  const title = useChatTitle(chat);
  const area = useRef<HTMLElement>(null);
  if (chat === undefined && status === 'loading') {
    return (
      <div role="status" className="flex h-full items-center justify-center text-faint">
        <Spinner className="size-5" />
        <span className="sr-only">{text('common.loading')}</span>
      </div>
    );
  }
  if (chat === undefined) return <MissingChat chatId={chatId} />;
  return (
    <section ref={area} aria-label={title} className="relative flex h-full min-h-0 flex-col">
      <ChatHeader key={`header-${chatId}`} chat={chat} title={title} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <ConnectionPill />
        <Timeline chatId={chatId} />
      </div>
      <Composer key={`composer-${chatId}`} chatId={chatId} title={title} aiChat={chat.is_ai_chat} />
      <DropZone key={`drop-${chatId}`} chatId={chatId} title={title} area={area} />
      <LightboxPlace chatId={chatId} />
      <MessageWindowsPlace />
    </section>
  );
}
