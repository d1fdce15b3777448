import { useRef, useState } from 'react';
import type { Chat } from '../../../server/protocol/chats.ts';
import { PICTURE_MAX } from '../../../server/protocol/files.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../error-text.ts';
import { PictureInput } from '../picture-input.tsx';

/** Chooses, changes and removes the picture of a chat. */
export function PictureButtons({ chat }: { chat: Chat }) {
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState<'save' | 'remove' | null>(null);
  const [error, setError] = useState<string | null>(null);

  async function run(what: 'save' | 'remove', change: () => Promise<void>) {
    setBusy(what);
    setError(null);
    try {
      await change();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(null);
    }
  }

  async function save(file: File) {
    const picture = await actions.cutPicture(file);
    if (picture === null || picture.size > PICTURE_MAX) setError(text('picture.failed'));
    else await actions.setPicture(chat.id, picture);
  }

  async function remove() {
    await actions.setPicture(chat.id, null);
    // The button that had the focus goes.
    chooser.current?.focus();
  }

  return (
    <div>
      <PictureInput
        ref={input}
        label={text('picture.choose')}
        onChoose={(file) => void run('save', () => save(file))}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          ref={chooser}
          size="small"
          busy={busy === 'save'}
          onClick={() => busy === null && input.current?.click()}
        >
          {text(chat.picture === null ? 'picture.choose' : 'picture.change')}
        </Button>
        {chat.picture !== null && (
          <Button
            size="small"
            kind="quiet"
            busy={busy === 'remove'}
            onClick={() => busy === null && void run('remove', remove)}
          >
            {text('picture.remove')}
          </Button>
        )}
      </div>
      <p role="status" className="sr-only">
        {busy === 'save' && text('picture.saving')}
      </p>
      {error !== null && (
        <p role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
