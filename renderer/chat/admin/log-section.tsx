import { ScrollText } from 'lucide-react';
import { useCallback, useState } from 'react';
import { auditActs, type AuditAct, type AuditEntry } from '../../../server/protocol/audit.ts';
import { dayKey, dayName, fullDate, timeOfDay } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { errorText } from '../error-text.ts';
import { LoadedList } from '../loaded-list.tsx';
import { askAdmin, LOG_PAGE } from './ask-admin.ts';
import { Chooser } from './chooser.tsx';
import { sayEntry } from './say-entry.tsx';
import { useLoaded } from './use-loaded.ts';

interface Row {
  entry: AuditEntry;
  /** What its day is called, where it is the first of it. */
  day: string | null;
}

function rowsOf(entries: readonly AuditEntry[]): Row[] {
  return entries.map((entry, place) => {
    const before = entries[place - 1];
    const isFirst = before === undefined || dayKey(before.at) !== dayKey(entry.at);
    return { entry, day: isFirst ? dayName(entry.at) : null };
  });
}

function EntryRow({ entry, day }: Row) {
  const reason = entry.details?.['reason'];
  return (
    <>
      {day !== null && <h3 className="pt-3 pb-1 text-xs font-semibold text-soft">{day}</h3>}
      <div className="flex gap-3 border-t border-line py-2 text-sm">
        <time dateTime={entry.at} title={fullDate(entry.at)} className="shrink-0 text-xs leading-5 text-faint">
          {timeOfDay(entry.at)}
        </time>
        <div className="min-w-0 break-words">
          {sayEntry(entry)}
          {typeof reason === 'string' && <p className="text-xs text-soft">{text('audit.reason', { reason })}</p>}
        </div>
      </div>
    </>
  );
}

interface ListProps {
  entries: readonly AuditEntry[];
  act: AuditAct | null;
  onMore: (entries: readonly AuditEntry[]) => void;
}

function List({ entries, act, onMore }: ListProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const oldest = entries.at(-1);
  const loadMore = async () => {
    if (!oldest) return;
    setIsBusy(true);
    setError(null);
    try {
      onMore(await askAdmin.log(act, oldest.id));
    } catch (failure) {
      setError(errorText(failure));
    }
    setIsBusy(false);
  };
  if (!oldest) {
    return act === null ? (
      <Empty icon={ScrollText} title={text('audit.empty')} text={text('audit.empty.text')} />
    ) : (
      <Empty icon={ScrollText} title={text('audit.none')} />
    );
  }
  return (
    <div className="-mx-1 max-h-[65dvh] overflow-y-auto px-1">
      <LongList items={rowsOf(entries)} keyOf={({ entry }) => entry.id}>
        {(row) => <EntryRow {...row} />}
      </LongList>
      {error !== null && (
        <p role="alert" className="py-1 text-sm text-danger">
          {error}
        </p>
      )}
      {entries.length % LOG_PAGE === 0 && (
        <Button size="small" busy={isBusy} onClick={() => void loadMore()} className="my-2">
          {text('audit.more')}
        </Button>
      )}
    </div>
  );
}

/** What was done to the server, newest first. */
export function LogSection() {
  const [act, setAct] = useState<AuditAct | null>(null);
  const fetch = useCallback(() => askAdmin.log(act), [act]);
  const { loaded, setLoaded, reload } = useLoaded(fetch);
  return (
    <>
      <div className="mb-2 flex">
        <Chooser
          label={text('audit.act')}
          value={act ?? 'all'}
          onChange={(value) => setAct(value === 'all' ? null : value)}
          options={[
            { value: 'all', label: text('audit.act.all') },
            ...auditActs.map((value) => ({ value, label: text(`audit.act.${value}`) })),
          ]}
        />
      </div>
      <LoadedList loaded={loaded} reload={reload}>
        {(entries) => (
          <List
            entries={entries}
            act={act}
            onMore={(older) => setLoaded({ kind: 'ready', list: [...entries, ...older] })}
          />
        )}
      </LoadedList>
    </>
  );
}
