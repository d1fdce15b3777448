import { cleanFileName } from '../../../server/protocol/files.ts';
import { Name } from '../../ui/name.tsx';
import { cx } from '../../ui/cx.ts';

/** A file's name on one line. Where it is too long its middle goes: its end says what kind of file it is. */
export function FileName({ name, className }: { name: string; className?: string }) {
  const clean = cleanFileName(name);
  const end = clean.length > 16 ? clean.length - 8 : clean.length;
  return (
    <span className={cx('flex min-w-0', className)} title={clean}>
      <Name className="block truncate">{clean.slice(0, end)}</Name>
      {end < clean.length && <bdi className="shrink-0">{clean.slice(end)}</bdi>}
    </span>
  );
}
