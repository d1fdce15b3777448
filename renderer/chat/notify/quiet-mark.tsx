import { Moon } from 'lucide-react';
import { shortDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { useQuietUntil } from './levels.ts';

/** A moon while nothing is told. */
export function QuietMark() {
  const until = useQuietUntil();
  if (until === null) return null;
  const label = text('quiet.until', { time: shortDate(new Date(until).toISOString()) });
  return (
    <span title={label} className="flex shrink-0">
      <Moon role="img" aria-label={label} className="size-3.5 text-accent" />
    </span>
  );
}
