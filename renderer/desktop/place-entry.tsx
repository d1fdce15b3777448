import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Name } from '../ui/name.tsx';
import { Spinner } from '../ui/spinner.tsx';

interface PlaceEntryProps {
  name: string;
  /** Said in one line below the name; empty ones are left out. */
  details: readonly (string | false | null | undefined)[];
  isBusy: boolean;
  onChoose: () => void;
  className: string;
  /** Stands before the arrow. */
  children?: ReactNode;
}

/** A party or a server in a list of places to go to. */
export function PlaceEntry({ name, details, isBusy, onChoose, className, children }: PlaceEntryProps) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className={cx('flex min-h-14 items-center gap-3 rounded-xl py-2 ps-4 text-start -outline-offset-2!', className)}
    >
      <Avatar name={name} className="rounded-lg!" />
      <span className="min-w-0 flex-1">
        <Name className="block truncate font-medium">{name}</Name>
        <span className="block truncate text-xs text-soft">{details.filter(Boolean).join(' · ')}</span>
      </span>
      {children}
      {isBusy ? (
        <Spinner className="text-faint" />
      ) : (
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      )}
    </button>
  );
}
