import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { attach } from './attach.ts';

/** Chooses files for the next message, with the system's own window for that. */
export function AttachButton({ chatId, disabled }: { chatId: number; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={text('attach.button')}
        onChange={({ target }) => {
          attach(chatId, [...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <IconButton label={text('attach.button')} disabled={disabled} onClick={() => input.current?.click()}>
        <Paperclip className="size-4.5" />
      </IconButton>
    </>
  );
}
