import type { CheckedArchive } from '../../../server/protocol/archive.ts';
import { fullDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { fileSize } from '../files/file-size.ts';

/** What is in an archive. */
export function FoundArchive({ archive }: { archive: CheckedArchive }) {
  const { name, created_at, host, people, chats, messages, files, bytes } = archive;
  const lines: [what: string, value: string | number][] = [
    [text('archive.found.server'), name ?? text('archive.found.unnamed')],
    [text('archive.found.made'), fullDate(created_at)],
    [text('archive.found.host'), host],
    [text('archive.found.people'), people],
    [text('archive.found.chats'), chats],
    [text('archive.found.messages'), messages],
    [text('archive.found.files'), files],
    [text('archive.found.size'), fileSize(bytes)],
  ];
  return (
    <div className="space-y-2">
      <h4 className="text-sm font-medium">{text('archive.found.title')}</h4>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {lines.map(([what, value]) => (
          <div key={what} className="contents">
            <dt className="text-soft">{what}</dt>
            <dd className="min-w-0 break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
