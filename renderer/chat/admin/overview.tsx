import { useEffect, useId, useState, type ReactNode } from 'react';
import type { Overview as Figures } from '../../../server/protocol/admin.ts';
import { useApp } from '../../state/store.ts';
import { recently } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Progress } from '../../ui/progress.tsx';
import { fileSize } from '../files/file-size.ts';
import { askAdmin } from './ask-admin.ts';

function Figure({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-lg border border-line px-3 py-2">
      <dt className="truncate text-xs text-soft">{name}</dt>
      <dd className="text-base font-semibold tabular-nums">{children}</dd>
      {note !== undefined && <dd className="text-xs text-faint">{note}</dd>}
    </div>
  );
}

/** How much there is of everything. Where it cannot be loaded the list below says why. */
export function Overview() {
  const id = useId();
  const [figures, setFigures] = useState<Figures | null>(null);
  const people = useApp((state) => state.people);
  useEffect(() => {
    let isGone = false;
    askAdmin.overview().then(
      (loaded) => isGone || setFigures(loaded),
      () => undefined,
    );
    return () => void (isGone = true);
  }, []);
  if (figures === null) return <div aria-hidden className="mb-4 h-20" />;
  const { files, free_bytes, version, started_at, bot } = figures;
  const list = people.kind === 'ready' ? people.list : [];
  const online = list.filter((person) => person.online).length;
  return (
    <section aria-labelledby={id} className="mb-4">
      <h3 id={id} className="sr-only">
        {text('overview.title')}
      </h3>
      {!figures.saving && <Alert kind="error">{text('overview.unsaved')}</Alert>}
      <dl className="grid grid-cols-2 gap-2 md:grid-cols-4">
        <Figure name={text('overview.people')} note={text('overview.people.online', { count: online })}>
          {list.length === 0 ? figures.people.total : list.length}
        </Figure>
        <Figure
          name={text('overview.chats')}
          note={text('overview.messages', { size: fileSize(figures.message_bytes) })}
        >
          {figures.chats}
        </Figure>
        <Figure
          name={text('overview.files')}
          note={files.limit !== null && text('overview.files.limit', { limit: fileSize(files.limit) })}
        >
          {fileSize(files.bytes)}
          {files.limit !== null && (
            <Progress
              label={text('overview.files.part')}
              part={Math.min(1, files.bytes / files.limit)}
              className="my-1"
            />
          )}
        </Figure>
        {free_bytes !== null && <Figure name={text('overview.free')}>{fileSize(free_bytes)}</Figure>}
      </dl>
      <p className="mt-1.5 text-xs text-faint">
        {[text('overview.server', { version }), text('overview.since', { when: recently(started_at) }), bot.model].join(
          ' · ',
        )}
      </p>
    </section>
  );
}
