import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../error-text.ts';
import { PeoplePicker } from '../people-picker.tsx';
import { joinPicked, namesIn } from '../picked.ts';

/** Brings people into a chat by their names; who could not be added stays in the field. */
export function AddPeople({ chatId }: { chatId: number }) {
  const [people, setPeople] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const names = namesIn(people);
    if (names.length === 0) return setError(text('invite.missing'));
    setBusy(true);
    setError(undefined);
    const left: string[] = [];
    let why: string | undefined;
    for (const name of names) {
      try {
        await actions.invite(chatId, name);
      } catch (failure) {
        left.push(name);
        why = `${name}: ${errorText(failure)}`;
      }
    }
    setBusy(false);
    setError(why);
    setPeople(joinPicked(left, ''));
    if (left.length < names.length) toast.success(text('details.add.done', { count: names.length - left.length }));
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-2">
      <PeoplePicker
        label={text('details.add')}
        isLater
        several
        people={people}
        onChange={setPeople}
        excludeChatId={chatId}
        error={error}
      />
      {people.trim() !== '' && (
        <div className="flex justify-end">
          <Button kind="primary" type="submit" busy={busy}>
            {text('details.add.submit')}
          </Button>
        </div>
      )}
    </form>
  );
}
