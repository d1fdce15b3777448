import { Sparkle, User, Users } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { CHAT_NAME_MAX } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import type { NewChatInput } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { errorText } from '../error-text.ts';
import { PeoplePicker } from '../people-picker.tsx';
import { namesIn } from '../picked.ts';

const kinds = [
  { kind: 'private', icon: User },
  { kind: 'group', icon: Users },
  { kind: 'ai', icon: Sparkle },
] as const;

type Kind = (typeof kinds)[number]['kind'];

interface Input {
  kind: Kind;
  name: string;
  people: string;
}

/** The request for what was filled in, or what is missing. */
export function toNewChat({ kind, name, people }: Input): NewChatInput | { missing: 'name' | 'people' } {
  const participant_usernames = namesIn(people);
  const named = name.trim() === '' ? null : name.trim();
  switch (kind) {
    case 'private':
      return participant_usernames.length === 1 ? { participant_usernames } : { missing: 'people' };
    case 'group':
      return named === null ? { missing: 'name' } : { name: named, is_group: true, participant_usernames };
    case 'ai':
      return { name: named, is_ai_chat: true };
  }
}

function KindChoice({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={(next) => onChange(next as Kind)}
      aria-label={text('create.kind')}
      className="grid grid-cols-3 gap-2 max-sm:grid-cols-1"
    >
      {kinds.map(({ kind, icon: Icon }) => (
        <RadioGroup.Item
          key={kind}
          value={kind}
          className="flex flex-col gap-0.5 rounded-lg border border-line-strong p-2.5 text-start hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:ring-1 data-[state=checked]:ring-accent max-sm:grid max-sm:grid-cols-[1.25rem_1fr] max-sm:items-center max-sm:gap-x-2"
        >
          <Icon aria-hidden className="mb-1 size-4 text-accent max-sm:row-span-2 max-sm:mb-0" />
          <span className="text-sm font-medium">{text(`create.${kind}`)}</span>
          <span className="text-xs text-soft">{text(`create.${kind}.text`)}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

function CreateChatForm({ onDone }: { onDone: () => void }) {
  const [input, setInput] = useState<Input>({ kind: 'private', name: '', people: '' });
  const [missing, setMissing] = useState<'name' | 'people' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [, navigate] = useLocation();

  const change = (part: Partial<Input>) => {
    setInput({ ...input, ...part });
    setMissing(null);
    setFailure(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const request = toNewChat(input);
    if ('missing' in request) return setMissing(request.missing);
    setBusy(true);
    setFailure(null);
    try {
      const chat = await actions.createChat(request);
      onDone();
      navigate(`/chats/${chat.id}`);
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setBusy(false);
    }
  };

  const group = input.kind === 'group';
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      <KindChoice value={input.kind} onChange={(kind) => change({ kind })} />
      {input.kind !== 'private' && (
        <Field
          label={text(group ? 'create.name' : 'create.name.optional')}
          value={input.name}
          onChange={(event) => change({ name: event.target.value })}
          maxLength={CHAT_NAME_MAX}
          error={missing === 'name' ? text('create.missing.name') : undefined}
          autoComplete="off"
        />
      )}
      {input.kind !== 'ai' && (
        <PeoplePicker
          key={input.kind}
          label={text(group ? 'create.people.optional' : 'create.with')}
          hint={text(group ? 'create.people.hint' : 'create.with.hint')}
          people={input.people}
          onChange={(people) => change({ people })}
          several={group}
          error={missing === 'people' ? text('create.missing.with') : undefined}
        />
      )}
      {failure !== null && <Alert kind="error">{failure}</Alert>}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{text('common.cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {text('create.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Starts a private chat, a group, or a chat with the bot. */
export function CreateChatDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('create.title')}
      description={text('create.description')}
    >
      <CreateChatForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
