import type { ReactNode } from 'react';
import type { Loaded } from '../state/types.ts';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';

interface LoadedListProps<Item> {
  loaded: Loaded<Item>;
  reload: () => void;
  /** What is shown once the list is there. */
  children: (list: readonly Item[]) => ReactNode;
}

/** A list that comes from the server, or what stands in its place until then. */
export function LoadedList<Item>({ loaded, reload, children }: LoadedListProps<Item>): ReactNode {
  switch (loaded.kind) {
    case 'unloaded':
    case 'loading':
      return (
        <p role="status" className="flex items-center gap-2 py-6 text-sm text-soft">
          <Spinner /> {text('common.loading')}
        </p>
      );
    case 'error':
      return (
        <div role="alert" className="py-2 text-sm text-soft">
          <p className="mb-2">{loaded.error}</p>
          <Button size="small" onClick={reload}>
            {text('common.retry')}
          </Button>
        </div>
      );
    case 'ready':
      return children(loaded.list);
  }
}
