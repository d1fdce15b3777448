import { useEffect } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { useApp } from '../state/store.ts';
import { text } from '../texts/text.ts';
import { said } from './farewell-texts.ts';
import { useChatTitle } from './person/use-chat-title.ts';

/** Tells that a chat is lost: to who looks at another one as a note, to who listens always. */
export function Farewells() {
  const farewell = useApp((state) => state.farewell);
  const [, navigate] = useLocation();
  const title = useChatTitle(farewell?.chat);
  useEffect(() => {
    if (farewell === null) return;
    const { id, chat, reason } = farewell;
    const { openChatId, drafts } = useApp.getState();
    // There the place of the chat says it, and shows what had not been sent.
    if (openChatId === chat.id) return;
    const toastId = `farewell-${id}`;
    if (drafts[chat.id] === undefined) {
      toast(text(said[reason].short, { chat: title }), { id: toastId });
      return;
    }
    const action = { label: text('chat.unsent.show'), onClick: () => navigate(`/chats/${chat.id}`) };
    toast(text(said[reason].unsent, { chat: title }), { id: toastId, duration: Infinity, closeButton: true, action });
  }, [farewell, title, navigate]);
  return (
    <div role="status" className="sr-only">
      {farewell !== null && <span key={farewell.id}>{text(said[farewell.reason].short, { chat: title })}</span>}
    </div>
  );
}
