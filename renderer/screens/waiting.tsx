import { ServerOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';

/** What the card holds while the server has not said what it is, or cannot be asked. */
export function Waiting({ error, retry }: { error?: ReactNode; retry?: () => void }) {
  return error === undefined ? (
    <div role="status" className="flex h-32 items-center justify-center text-faint">
      <Spinner className="size-5" />
      <span className="sr-only">{text('common.loading')}</span>
    </div>
  ) : (
    <div role="alert" className="flex flex-col items-center py-2 text-center">
      <ServerOff aria-hidden className="mb-3 size-6 text-faint" />
      <h1 className="text-base font-semibold">{text('entry.unreachable.title')}</h1>
      <p className="mt-1 mb-4 text-sm text-soft">{error}</p>
      <Button kind="primary" size="large" onClick={retry}>
        {text('common.retry')}
      </Button>
    </div>
  );
}
