import { ArrowUp } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { toast } from 'sonner';
import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { isSend } from './keys.ts';
import { useMessageMax } from './message-max.ts';
import { mayBeCommand, Palette } from './palette.tsx';
import { StatusLine } from './status-line.tsx';

interface ComposerProps {
  chatId: number;
  title: string;
  aiChat: boolean;
}

/** Measuring a text has the whole page laid out, with every key: most browsers do it better by themselves. */
const fitsItself = () => 'fieldSizing' in document.documentElement.style;

/** Makes the text field as high as its text; the style sheet limits it. */
function fit(field: HTMLTextAreaElement): void {
  if (fitsItself()) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

const finePointer = () => matchMedia('(hover: hover) and (pointer: fine)').matches;

/** Where messages are written. Works in every state of the connection: what cannot go now waits in the outbox. */
export const Composer = memo(function Composer({ chatId, title, aiChat }: ComposerProps) {
  const draft = useApp((state) => state.drafts[chatId] ?? '');
  const [dismissed, setDismissed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const max = useMessageMax();
  const palette = !aiChat && !dismissed && mayBeCommand(draft);
  const sendable = draft.trim() !== '' && draft.length <= max;

  useLayoutEffect(() => {
    if (field.current) fit(field.current);
  }, [draft]);
  useEffect(() => {
    // On a phone the focus would raise the keyboard over what somebody came to read.
    if (finePointer()) field.current?.focus();
  }, [chatId]);

  const change = (next: string) => {
    setDismissed(false);
    actions.setDraft(chatId, next);
    if (next !== '') actions.typing(chatId);
  };
  const pick = () => {
    change(BOT_COMMAND);
    field.current?.focus();
  };
  const send = () => {
    field.current?.focus();
    if (!sendable) return;
    try {
      actions.send(chatId, draft.trim());
    } catch (error) {
      toast.error(error instanceof Error ? error.message : text('error.title'));
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (palette && (event.key === 'Tab' || isSend(event.nativeEvent)) && !event.shiftKey) {
      event.preventDefault();
      pick();
    } else if (palette && event.key === 'Escape') {
      event.preventDefault();
      setDismissed(true);
    } else if (isSend(event.nativeEvent)) {
      event.preventDefault();
      send();
    }
  };

  return (
    <form
      className="column shrink-0 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="relative flex items-end gap-1.5 rounded-xl border border-line-strong bg-raised p-1.5 transition-shadow focus-within:border-accent">
        {palette && <Palette id="palette" onPick={pick} />}
        <textarea
          ref={field}
          id="composer"
          dir="auto"
          rows={1}
          value={draft}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={aiChat ? text('composer.placeholder.ai') : text('composer.placeholder', { chat: title })}
          aria-label={text('composer.label', { chat: title })}
          aria-describedby={palette ? 'palette' : 'composer-hint'}
          aria-invalid={draft.length > max}
          enterKeyHint="send"
          autoComplete="off"
          className="field-sizing-content max-h-[40dvh] min-h-8 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2 py-1 text-base outline-none placeholder:text-faint coarse:min-h-10 coarse:py-2"
        />
        <button
          type="submit"
          aria-label={text('composer.send')}
          title={text('composer.send')}
          aria-disabled={!sendable}
          className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong aria-disabled:bg-hover aria-disabled:text-faint coarse:size-10"
        >
          <ArrowUp aria-hidden className="size-4.5" />
        </button>
      </div>
      <StatusLine chatId={chatId} draft={draft} aiChat={aiChat} />
    </form>
  );
});
