import { Unlink } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Entry } from '../entry.tsx';

/** The invite does not work: why, and what can be done instead. */
export function Refused({ error, onDismiss }: { error: string; onDismiss: () => void }) {
  return (
    <Entry title={text('entry.title')}>
      <div role="alert" className="flex flex-col items-center text-center">
        <Unlink aria-hidden className="mb-3 size-6 text-faint" />
        <h1 className="text-base font-semibold">{text('entry.refused.title')}</h1>
        <p className="mt-1 mb-4 text-sm text-soft">{error}</p>
        <Button size="large" onClick={onDismiss}>
          {text('entry.refused.action')}
        </Button>
      </div>
    </Entry>
  );
}
