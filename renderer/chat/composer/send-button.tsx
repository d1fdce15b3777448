import { ArrowUp, Check } from 'lucide-react';
import { Spinner } from '../../ui/spinner.tsx';

interface SendButtonProps {
  label: string;
  /** Saves a change instead of sending something new. */
  saves: boolean;
  busy: boolean;
  disabled: boolean;
}

/** Does what Enter does. It is never really disabled: it keeps the focus, and says that it is not to be used. */
export function SendButton({ label, saves, busy, disabled }: SendButtonProps) {
  const Icon = saves ? Check : ArrowUp;
  return (
    <button
      type="submit"
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong aria-disabled:bg-hover aria-disabled:text-faint coarse:size-10"
    >
      {busy ? <Spinner /> : <Icon aria-hidden className="size-4.5" />}
    </button>
  );
}
