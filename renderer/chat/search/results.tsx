import { SearchX, TriangleAlert, WifiOff } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { HitCard } from './hit-card.tsx';
import type { Found } from './use-search.ts';

const tips = ['search.tips.words', 'search.tips.phrase', 'search.tips.case', 'search.tips.keys'] as const;

function Tips() {
  return (
    <div className="px-1 pt-4">
      <p className="mb-2 text-sm font-semibold">{text('search.tips.title')}</p>
      <ul className="list-disc space-y-1.5 ps-4 text-sm text-soft">
        {tips.map((tip) => (
          <li key={tip}>{text(tip)}</li>
        ))}
      </ul>
    </div>
  );
}

/** How much was found, as it is read out. */
function countText(found: Found): string {
  if (found.kind === 'searching') return text('search.loading');
  if (found.kind !== 'found' || found.hits.length === 0) return '';
  return text(found.more ? 'search.count.more' : 'search.count', { count: found.hits.length });
}

interface ResultsProps {
  found: Found;
  terms: readonly string[];
  withChat: boolean;
  hasFilters: boolean;
  listId: string;
  active: number;
  onPoint: (index: number) => void;
  onChoose: (index: number) => void;
  onMore: () => void;
  onAgain: () => void;
}

/** What was found, or what stands in its place. */
export function Results(props: ResultsProps) {
  const { found, terms, withChat, hasFilters, listId, active, onPoint, onChoose, onMore, onAgain } = props;
  const hits = 'hits' in found ? found.hits : [];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p role="status" className="flex min-h-7 shrink-0 items-center gap-2 px-3 text-xs text-soft">
        {found.kind === 'searching' && <Spinner className="text-accent" />}
        {countText(found)}
      </p>
      <div
        role="group"
        aria-label={text('search.results')}
        // A scrolling area must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 outline-offset-[-2px]"
      >
        {found.kind === 'idle' && <Tips />}
        {found.kind === 'found' && hits.length === 0 && (
          <div role="status">
            <Empty
              icon={SearchX}
              title={text('search.none.title')}
              text={text(hasFilters ? 'search.none.filters' : 'search.none.text')}
            />
          </div>
        )}
        {found.kind === 'failed' && (
          <div role="alert">
            <Empty
              icon={found.isOffline ? WifiOff : TriangleAlert}
              title={text(found.isOffline ? 'search.offline.title' : 'search.error.title')}
              text={found.isOffline ? text('search.offline.text') : found.error}
            >
              <Button onClick={onAgain}>{text('common.retry')}</Button>
            </Empty>
          </div>
        )}
        <div
          id={listId}
          role="listbox"
          aria-label={text('search.results')}
          hidden={hits.length === 0}
          className={found.kind === 'searching' ? 'space-y-1.5 opacity-60' : 'space-y-1.5'}
        >
          {hits.map((hit, index) => (
            <HitCard
              key={hit.message.id}
              id={`${listId}-${index}`}
              hit={hit}
              terms={terms}
              withChat={withChat}
              isActive={index === active}
              onPoint={() => onPoint(index)}
              onChoose={() => onChoose(index)}
            />
          ))}
        </div>
        {found.kind === 'found' && found.more && (
          <div className="flex flex-col items-center pt-3">
            {found.adding === 'failed' && (
              <p role="alert" className="pb-1 text-xs text-danger">
                {text('search.error.title')}
              </p>
            )}
            <Button busy={found.adding === 'yes'} onClick={onMore}>
              {text(found.adding === 'failed' ? 'common.retry' : 'search.more')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
