import { Lock } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useLocation } from 'wouter';
import { actions } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import { rich, text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Name } from '../ui/name.tsx';
import { useCopy } from '../ui/use-copy.ts';
import { said } from './farewell-texts.ts';
import { useChatTitle } from './person/use-chat-title.ts';

/** What somebody wrote into a chat that does not take it any more. */
function Unsent({ chatId, content }: { chatId: number; content: string }) {
  const id = useId();
  const { copied, copy } = useCopy();
  return (
    <div className="w-full max-w-md px-6">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {text('chat.unsent')}
      </label>
      <textarea
        id={id}
        readOnly
        rows={4}
        value={content}
        dir="auto"
        className="w-full rounded-md border border-line-strong bg-raised px-3 py-2 text-sm text-ink"
      />
      <div className="mt-2 flex gap-2">
        <Button onClick={() => void copy(content)}>{text(copied ? 'copy.done' : 'chat.unsent.copy')}</Button>
        <Button kind="quiet" onClick={() => actions.setDraft(chatId, '')}>
          {text('chat.unsent.discard')}
        </Button>
      </div>
    </div>
  );
}

/** What is shown in the place of a chat that its reader takes no part in, or no more. */
export function MissingChat({ chatId }: { chatId: number }) {
  const [, navigate] = useLocation();
  const farewell = useApp((state) => (state.farewell?.chat.id === chatId ? state.farewell : null));
  const lost = farewell?.chat ?? null;
  const unsent = useApp((state) => state.drafts[chatId] ?? '');
  const title = useChatTitle(lost);
  const back = useRef<HTMLButtonElement>(null);
  // Where the text field had the focus it is gone with it.
  const isLost = lost !== null;
  useEffect(() => {
    if (isLost) back.current?.focus();
  }, [isLost]);
  return (
    <div className="flex h-full flex-col items-center justify-center overflow-y-auto">
      <Empty
        icon={Lock}
        title={
          lost === null
            ? text('chat.missing.title')
            : rich(said[farewell?.reason ?? 'removed'].short, { chat: <Name>{title}</Name> })
        }
        text={text(farewell === null ? 'chat.missing.text' : said[farewell.reason].text)}
      >
        <Button ref={back} onClick={() => navigate('/')}>
          {text('chat.missing.back')}
        </Button>
      </Empty>
      {unsent !== '' && <Unsent chatId={chatId} content={unsent} />}
    </div>
  );
}
