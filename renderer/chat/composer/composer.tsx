import { Smile } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { Banner } from './banner.tsx';
import { handleKey, isPlain, isSend, type KeyHandler } from './keys.ts';
import { insertText } from './insert-text.ts';
import { lastOwn } from './last-own.ts';
import { useMessageMax } from './message-max.ts';
import { mayBeCommand, Palette } from './palette.tsx';
import { SendButton } from './send-button.tsx';
import { StatusLine } from './status-line.tsx';
import { TextField } from './text-field.tsx';
import { useSubmit } from './use-submit.ts';

interface ComposerProps {
  chatId: number;
  title: string;
  aiChat: boolean;
}

/** Where messages are written. Works in every state of the connection: what cannot go now waits in the outbox. */
export const Composer = memo(function Composer({ chatId, title, aiChat }: ComposerProps) {
  const draft = useApp((state) => state.drafts[chatId] ?? '');
  const composing = useApp((state) => state.composing[chatId]);
  const [dismissed, setDismissed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const max = useMessageMax();
  const submission = useSubmit(chatId);
  const edits = composing?.kind === 'edit';
  const palette = !aiChat && !edits && !dismissed && mayBeCommand(draft);
  const sendable = draft.trim() !== '' && draft.length <= max && !submission.busy;

  // Whoever has chosen what to answer or to change wants to write.
  useEffect(() => {
    if (composing === undefined) return;
    const { current } = field;
    current?.focus();
    if (composing.kind === 'edit') current?.setSelectionRange(current.value.length, current.value.length);
  }, [composing]);

  const change = (next: string) => {
    setDismissed(false);
    submission.forgetError();
    actions.setDraft(chatId, next);
    if (next !== '' && !edits) actions.typing(chatId);
  };
  const pick = () => {
    change(BOT_COMMAND);
    field.current?.focus();
  };
  const submit = () => {
    field.current?.focus();
    if (sendable) submission.submit(draft.trim());
  };

  const paletteKeys: KeyHandler = ({ key, shiftKey, nativeEvent }) => {
    if (!palette || shiftKey) return false;
    if (key === 'Tab' || isSend(nativeEvent)) pick();
    else if (key === 'Escape') setDismissed(true);
    else return false;
    return true;
  };
  const composingKeys: KeyHandler = ({ key, nativeEvent }) => {
    if (!isPlain(nativeEvent)) return false;
    if (key === 'Escape' && composing !== undefined) {
      submission.forgetError();
      actions.cancelComposing(chatId);
      return true;
    }
    if (key !== 'ArrowUp' || draft !== '' || composing !== undefined) return false;
    const newest = lastOwn(useApp.getState(), chatId);
    if (newest === undefined) return false;
    actions.startEdit(chatId, newest);
    return true;
  };
  const sendKey: KeyHandler = ({ nativeEvent }) => {
    if (!isSend(nativeEvent)) return false;
    submit();
    return true;
  };

  return (
    <form
      className="column shrink-0 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="relative rounded-xl border border-line-strong bg-raised transition-shadow focus-within:border-accent">
        {palette && <Palette id="palette" onPick={pick} />}
        {/* Above the text: what it is about, and what goes along with it. */}
        <Banner chatId={chatId} error={submission.error} onCancel={() => field.current?.focus()} />
        <div className="flex items-end gap-0.5 p-1.5">
          <EmojiPicker
            trigger={
              <IconButton label={text('emoji.button')}>
                <Smile className="size-4.5" />
              </IconButton>
            }
            focusAfter={field}
            onPick={(emoji) => {
              if (field.current) insertText(field.current, emoji);
            }}
          />
          <TextField
            ref={field}
            value={draft}
            onChange={(event) => change(event.target.value)}
            onKeyDown={(event) => handleKey(event, [paletteKeys, composingKeys, sendKey])}
            placeholder={aiChat ? text('composer.placeholder.ai') : text('composer.placeholder', { chat: title })}
            aria-label={text('composer.label', { chat: title })}
            aria-describedby={
              palette ? 'palette' : composing === undefined ? 'composer-hint' : 'composing composer-hint'
            }
            aria-invalid={draft.length > max}
          />
          <SendButton
            label={text(edits ? 'composing.edit.save' : 'composer.send')}
            saves={edits}
            busy={submission.busy}
            disabled={!sendable}
          />
        </div>
      </div>
      <StatusLine chatId={chatId} draft={draft} edits={edits} aiChat={aiChat} />
    </form>
  );
});
