import { cx } from '../../ui/cx.ts';
import { Name } from '../../ui/name.tsx';
import { useName } from './use-person.ts';

/** What somebody is called, and their username behind it where that is another one: for who picks people. */
export function NameWithHandle({ username, className }: { username: string; className?: string }) {
  const name = useName(username);
  return (
    <>
      <Name className={cx('min-w-0 truncate', className)}>{name}</Name>
      {name !== username && (
        <>
          {' '}
          <bdi className="min-w-0 shrink-2 truncate text-xs text-faint">@{username}</bdi>
        </>
      )}
    </>
  );
}
