import { AtSign, Copy, MessageCircle, Pencil } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useRef } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { showChatWindow } from '../../screens/chat-window.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { contactOf } from '../contact.ts';
import { insertText } from '../composer/insert-text.ts';
import { attempt } from '../message/attempt.ts';
import { useMe } from '../me.ts';
import { CardDetails } from './card-details.tsx';
import { showCard, type ShownCard } from './card-state.ts';
import { CARD_ID } from './is-in-card.ts';
import { useName } from './use-person.ts';

/** The private chat with somebody: the one that there is, else a new one. */
async function chatWith(username: string, me: string): Promise<number> {
  const { chats, chatOrder } = useApp.getState();
  const found = chatOrder.find((id) => {
    const chat = chats[id]?.chat;
    return chat !== undefined && chat.name === null && contactOf(chat, me) === username;
  });
  return found ?? (await actions.createChat({ participant_usernames: [username] })).id;
}

const composer = () => {
  const field = document.getElementById('composer');
  return field instanceof HTMLTextAreaElement && !field.disabled ? field : null;
};

async function copy(username: string): Promise<void> {
  if (await copyText(username)) toast.success(text('card.copied'));
  else toast.error(text('message.copyFailed'));
}

/** What can be done about somebody. */
function Acts({ username, chatId, leave }: { username: string; chatId: number | null; leave: () => void }) {
  const me = useMe();
  const [, navigate] = useLocation();
  const isOpen = useApp((state) => chatId !== null && state.openChatId === chatId);
  if (username === me.username) {
    return (
      <Button
        onClick={() => {
          leave();
          showChatWindow({ kind: 'settings', section: 'profile' });
        }}
      >
        <Pencil aria-hidden className="size-4" /> {text('profile.edit')}
      </Button>
    );
  }
  const message = () =>
    attempt(async () => {
      const id = await chatWith(username, me.username);
      leave();
      showChatWindow(null);
      navigate(`/chats/${id}`);
      requestAnimationFrame(() => composer()?.focus());
    });
  const mention = () => {
    leave();
    showChatWindow(null);
    requestAnimationFrame(() => {
      const field = composer();
      if (field === null) return;
      const before = field.value.slice(0, field.selectionStart);
      insertText(field, `${before === '' || /\s$/.test(before) ? '' : ' '}@${username} `);
    });
  };
  return (
    <>
      <Button kind="primary" onClick={() => void message()}>
        <MessageCircle aria-hidden className="size-4" /> {text('card.message')}
      </Button>
      {isOpen && (
        <Button onClick={mention}>
          <AtSign aria-hidden className="size-4" /> {text('card.mention')}
        </Button>
      )}
    </>
  );
}

/** Who somebody is, beside what it was asked for from. */
export function ProfileCard({ shown: { username, chatId, anchor } }: { shown: ShownCard }) {
  const name = useName(username);
  const isLeft = useRef(false);
  const rect = useRef(anchor.getBoundingClientRect());
  // What it was opened from may go, as a row that is scrolled away.
  const place = useRef({
    getBoundingClientRect: () => (anchor.isConnected ? anchor.getBoundingClientRect() : rect.current),
  });
  const close = () => showCard(null);
  return (
    <Popover.Root open modal onOpenChange={(open) => !open && close()}>
      <Popover.Anchor virtualRef={place} />
      <Popover.Portal>
        <Popover.Content
          id={CARD_ID}
          side="bottom"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={text('card.of', { name })}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeft.current && anchor.isConnected) anchor.focus({ preventScroll: true });
          }}
          className="z-60 flex max-h-[min(30rem,calc(100dvh-1rem))] w-72 max-w-[calc(100vw-1rem)] animate-appear flex-col gap-3 overflow-y-auto rounded-xl bg-raised p-4 shadow-float outline-none"
        >
          <CardDetails username={username} chatId={chatId} />
          <div className="flex flex-wrap gap-2">
            <Acts
              username={username}
              chatId={chatId}
              leave={() => {
                isLeft.current = true;
                close();
              }}
            />
            <Button kind="quiet" onClick={() => void copy(username)}>
              <Copy aria-hidden className="size-4" /> {text('card.copy')}
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
