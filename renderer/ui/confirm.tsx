import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { errorText } from '../chat/error-text.ts';
import { text } from '../texts/text.ts';
import { Button } from './button.tsx';

interface ConfirmProps {
  /** What is asked. */
  title: ReactNode;
  /** What happens then. */
  children: ReactNode;
  /** What the button that does it says. */
  action: string;
  /** Does it; what it rejects with is shown. */
  onConfirm: () => Promise<void>;
  onCancel: () => void;
}

/** Asks, in the place of what it is about, before something is done that cannot be undone. */
export function Confirm({ title, children, action, onConfirm, onCancel }: ConfirmProps) {
  const id = useId();
  const keep = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => keep.current?.focus(), []);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };
  return (
    <div role="group" aria-labelledby={id} className="animate-appear rounded-lg bg-danger-soft p-3 text-sm">
      <p id={id} className="font-medium break-words text-ink">
        {title}
      </p>
      <p className="mt-0.5 text-soft">{children}</p>
      {error !== null && (
        <p role="alert" className="mt-1 font-medium text-danger">
          {error}
        </p>
      )}
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button kind="danger" busy={busy} onClick={() => void confirm()}>
          {action}
        </Button>
        <Button ref={keep} onClick={onCancel}>
          {text('common.cancel')}
        </Button>
      </div>
    </div>
  );
}
