import { Smile } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { attach, pastedFiles } from '../files/attach.ts';
import { AttachButton } from '../files/attach-button.tsx';
import { Tray, useTray } from '../files/tray.tsx';
import { Banner } from './banner.tsx';
import { lacksArgument, parseCommand } from './commands.ts';
import { DeleteQuestion } from './delete-question.tsx';
import { handleKey, isPlain, isSend, type KeyHandler } from './keys.ts';
import { insertText } from './insert-text.ts';
import { lastOwn } from './last-own.ts';
import { useMessageMax } from './message-max.ts';
import { SendButton } from './send-button.tsx';
import { StatusLine } from './status-line.tsx';
import { TextField } from './text-field.tsx';
import { useCommands } from './use-commands.ts';
import { useSubmit } from './use-submit.ts';
import { useSuggestions } from './use-suggestions.tsx';

const none: readonly never[] = [];

interface ComposerProps {
  chatId: number;
  title: string;
  aiChat: boolean;
}

/** Where messages are written. Works in every state of the connection: what cannot go now waits in the outbox. */
export const Composer = memo(function Composer({ chatId, title, aiChat }: ComposerProps) {
  const draft = useApp((state) => state.drafts[chatId] ?? '');
  const composing = useApp((state) => state.composing[chatId]);
  const field = useRef<HTMLTextAreaElement>(null);
  const max = useMessageMax();
  const edits = composing?.kind === 'edit';
  const every = useCommands(chatId);
  const commands = edits ? none : every;
  const submission = useSubmit(chatId, commands);
  const suggestions = useSuggestions({ chatId, field, commands });
  const call = parseCommand(draft, commands);
  const tray = useTray(chatId);
  const attached = !edits && tray.keys.length > 0;
  const isReady = attached ? !tray.failed : draft.trim() !== '';
  const isCallable = call === null || !lacksArgument(call);
  const sendable = isReady && isCallable && draft.length <= max && !submission.busy;

  // Whoever has chosen what to answer or to change wants to write.
  useEffect(() => {
    if (composing === undefined) return;
    const { current } = field;
    current?.focus();
    if (composing.kind === 'edit') current?.setSelectionRange(current.value.length, current.value.length);
  }, [composing]);

  const change = (next: string) => {
    submission.forgetError();
    submission.setAsksToDelete(false);
    actions.setDraft(chatId, next);
    if (next !== '' && !edits) actions.typing(chatId);
  };
  const submit = () => {
    field.current?.focus();
    if (sendable) submission.submit(draft.trim());
    else if (edits && draft === '') submission.setAsksToDelete(true);
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
    // Whoever changes it should see it, however far up it is. Where it cannot be shown it can be changed all the same.
    actions.jumpTo(chatId, newest).catch(() => undefined);
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
        {suggestions.list}
        {/* Above the text: what it is about, and what goes along with it. */}
        {submission.asksToDelete && edits ? (
          <DeleteQuestion
            chatId={chatId}
            messageId={composing.message_id}
            onDone={() => {
              submission.setAsksToDelete(false);
              field.current?.focus();
            }}
          />
        ) : (
          <Banner chatId={chatId} error={submission.error} onCancel={() => field.current?.focus()} />
        )}
        {!edits && <Tray chatId={chatId} />}
        <div className="flex items-end gap-0.5 p-1.5">
          <AttachButton chatId={chatId} disabled={edits} />
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
            onChange={({ target }) => {
              change(target.value);
              suggestions.typed(target);
            }}
            onPaste={(event) => {
              const files = pastedFiles(event.clipboardData);
              if (files.length === 0) return;
              event.preventDefault();
              attach(chatId, files);
            }}
            onSelect={({ currentTarget }) => suggestions.moved(currentTarget)}
            onBlur={suggestions.close}
            onKeyDown={(event) => handleKey(event, [suggestions.onKey, composingKeys, sendKey])}
            placeholder={aiChat ? text('composer.placeholder.ai') : text('composer.placeholder', { chat: title })}
            aria-label={text('composer.label', { chat: title })}
            aria-describedby={composing === undefined ? 'composer-hint' : 'composing composer-hint'}
            aria-invalid={draft.length > max}
            // The message that is changed is shown; whoever changes it goes on here.
            data-keeps-focus={edits || undefined}
            {...suggestions.aria}
          />
          <SendButton
            label={text(edits ? 'composing.edit.save' : 'composer.send')}
            saves={edits}
            busy={submission.busy}
            disabled={!sendable}
          />
        </div>
      </div>
      <StatusLine chatId={chatId} draft={draft} call={call} edits={edits} attached={attached} aiChat={aiChat} />
    </form>
  );
});
