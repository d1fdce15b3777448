import { useState } from 'react';
import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { errorText } from '../error-text.ts';

/** What Enter does with the text: a new message, or another text for the one that is being changed. */
export interface Submission {
  submit: (content: string) => void;
  /** A change is on its way to the server. */
  busy: boolean;
  /** Why the last change was not taken; a sentence. */
  error: string | null;
  forgetError: () => void;
}

/** Sends what is written in a chat. A change that fails stays in the text field. */
export function useSubmit(chatId: number): Submission {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function save(messageId: number, content: string) {
    setBusy(true);
    setError(null);
    try {
      await actions.editMessage(chatId, messageId, content);
      // Meanwhile another message may be changed.
      const composing = useApp.getState().composing[chatId];
      if (composing?.kind === 'edit' && composing.message_id === messageId) actions.cancelComposing(chatId);
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  }

  return {
    submit: (content) => {
      const composing = useApp.getState().composing[chatId];
      if (composing?.kind === 'edit') {
        if (!busy) void save(composing.message_id, content);
        return;
      }
      try {
        actions.send(chatId, content);
      } catch (failure) {
        toast.error(errorText(failure));
      }
    },
    busy,
    error,
    forgetError: () => setError(null),
  };
}
