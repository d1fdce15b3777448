import { useState } from 'react';
import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { errorText } from '../error-text.ts';
import { lacksArgument, parseCommand, type Call, type CommandName } from './commands.ts';
import { runCommand } from './run-command.tsx';

/** What Enter does with the text: a new message, a command, or another text for the message that is being changed. */
export interface Submission {
  submit: (content: string) => void;
  /** A change or a command is on its way to the server. */
  busy: boolean;
  /** Why the last change was not taken; a sentence. */
  error: string | null;
  forgetError: () => void;
  /** The message that is being changed would have no text any more: it is asked whether it is to go. */
  asksToDelete: boolean;
  setAsksToDelete: (asks: boolean) => void;
}

/** Sends, or does, what is written in a chat. A change or a command that fails stays in the text field. */
export function useSubmit(chatId: number, commands: readonly CommandName[]): Submission {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [asksToDelete, setAsksToDelete] = useState(false);

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

  async function run(call: Call, content: string) {
    setBusy(true);
    try {
      await runCommand(chatId, call);
      // Meanwhile something else may have been written.
      if (useApp.getState().drafts[chatId]?.trim() === content) actions.setDraft(chatId, '');
    } catch (failure) {
      toast.error(errorText(failure));
    } finally {
      setBusy(false);
    }
  }

  return {
    submit: (content) => {
      if (busy) return;
      const composing = useApp.getState().composing[chatId];
      if (composing?.kind === 'edit') {
        void save(composing.message_id, content);
        return;
      }
      const call = parseCommand(content, commands);
      if (call !== null) {
        if (!lacksArgument(call)) void run(call, content);
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
    asksToDelete,
    setAsksToDelete,
  };
}
