import { Pencil } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Name } from '../../ui/name.tsx';
import { errorText } from '../error-text.ts';

interface EditableLineProps {
  label: string;
  /** Null where there is none; `none` stands in its place. */
  value: string | null;
  none: string;
  hint?: string;
  max: number;
  /** What the button says that begins to change it; null where the reader may not. */
  edit: string | null;
  /** Rejects with what is shown then. */
  onSave: (value: string | null) => Promise<void>;
}

/** One line of text that is changed in its place. */
export function EditableLine({ label, value, none, hint, max, edit, onSave }: EditableLineProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const end = () => {
    setTyped(null);
    setError(undefined);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(typed === null || typed.trim() === '' ? null : typed.trim());
      end();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  if (typed !== null) {
    return (
      <form onSubmit={(event) => void save(event)} noValidate className="space-y-2">
        <Field
          label={label}
          hint={hint}
          error={error}
          value={typed}
          maxLength={max}
          onChange={(event) => setTyped(event.target.value)}
          ref={(input) => input?.focus()}
          autoComplete="off"
        />
        <div className="flex justify-end gap-2">
          <Button onClick={end}>{text('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {text('details.save')}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <p className="text-xs text-faint">{label}</p>
        <p className={value === null ? 'text-sm text-faint' : 'text-sm break-words'}>
          {value === null ? none : <Name>{value}</Name>}
        </p>
      </div>
      {edit !== null && (
        <IconButton label={edit} onClick={() => setTyped(value ?? '')}>
          <Pencil className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
