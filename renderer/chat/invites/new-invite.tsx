import { RadioGroup } from 'radix-ui';
import { useId, useState, type FormEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { errorText } from '../error-text.ts';
import { useMe } from '../me.ts';
import { chatTitle } from '../title.ts';
import { lifetimes, type Lifetime } from './expiry.ts';

const choices = Object.keys(lifetimes) as Lifetime[];

function LifetimeChoice({ value, onChange }: { value: Lifetime; onChange: (value: Lifetime) => void }) {
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={(next) => onChange(next as Lifetime)}
      aria-label={text('invites.lifetime')}
      className="grid grid-cols-4 gap-1 rounded-lg bg-sunken p-1 max-sm:grid-cols-2"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice}
          value={choice}
          className="h-8 rounded-md text-sm text-soft hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-pill coarse:h-10"
        >
          {text(`invites.lifetime.${choice}`)}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** Which chat the invite leads into; '' is none. */
function ChatChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const me = useMe();
  const profiles = useApp((state) => state.profiles);
  const chats = useApp(
    useShallow((state) => state.chatOrder.flatMap((chatId) => (state.chats[chatId] ? [state.chats[chatId].chat] : []))),
  );
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {text('invites.chat')}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={inputClass}>
        {chats.map((chat) => (
          <option key={chat.id} value={chat.id}>
            {chatTitle(chat, me.username, profiles)}
          </option>
        ))}
        <option value="">{text('invites.chat.none')}</option>
      </select>
    </div>
  );
}

interface NewInviteProps {
  /** The chat that it leads into; undefined: the host chooses. */
  chatId?: number | undefined;
  onDone: () => void;
  /** Shown where there is something to go back to. */
  onCancel?: (() => void) | undefined;
}

/** Makes an invite: where it leads, and how long it works. */
export function NewInvite({ chatId, onDone, onCancel }: NewInviteProps) {
  const [lifetime, setLifetime] = useState<Lifetime>('week');
  const [chosen, setChosen] = useState(() => String(useApp.getState().openChatId ?? ''));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const chat_id = chatId ?? (chosen === '' ? null : Number(chosen));
      await actions.createInvite({ chat_id, expires_in: lifetimes[lifetime] });
      onDone();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-3">
      {chatId === undefined && <ChatChoice value={chosen} onChange={setChosen} />}
      <div>
        <p className="mb-1 text-sm font-medium">{text('invites.lifetime')}</p>
        <LifetimeChoice value={lifetime} onChange={setLifetime} />
      </div>
      {error !== null && <Alert kind="error">{error}</Alert>}
      <div className="flex justify-end gap-2">
        {onCancel !== undefined && <Button onClick={onCancel}>{text('common.cancel')}</Button>}
        <Button kind="primary" type="submit" busy={busy}>
          {text('invites.create')}
        </Button>
      </div>
    </form>
  );
}
