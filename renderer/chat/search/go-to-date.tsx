import { CalendarDays } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { errorText } from '../error-text.ts';
import { startOfDay } from './search-input.ts';

/** Leads to the first message of a day. */
export function GoToDate({ chatId, onGone }: { chatId: number; onGone: () => void }) {
  const id = useId();
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const date = startOfDay(day);
    if (date === null) return;
    setBusy(true);
    setProblem(null);
    try {
      if (await actions.jumpToDate(chatId, date)) onGone();
      else setProblem(text('search.date.none'));
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="shrink-0 border-t border-line px-3 py-2.5">
      <label htmlFor={id} className="mb-1 flex items-center gap-1.5 text-xs font-medium text-soft">
        <CalendarDays aria-hidden className="size-3.5 text-faint" />
        {text('search.date')}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          type="date"
          required
          className={`${inputClass} px-2 text-sm`}
          value={day}
          onChange={({ target }) => {
            setDay(target.value);
            setProblem(null);
          }}
        />
        <Button type="submit" busy={busy} disabled={startOfDay(day) === null}>
          {text('search.date.go')}
        </Button>
      </div>
      <p role="status" className="text-xs text-danger not-empty:pt-1">
        {problem}
      </p>
    </form>
  );
}
