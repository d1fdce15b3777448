import { dayName } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';

/** What stands above an entry: the day that begins, and where the new messages start. */
export function Dividers({ day, unread }: { day: string | null; unread: boolean }) {
  return (
    <>
      {day !== null && (
        <div className="flex items-center gap-3 pt-5 pb-2 text-xs font-medium text-faint">
          <span aria-hidden className="h-px flex-1 bg-line" />
          <p>
            <time dateTime={day}>{dayName(day)}</time>
          </p>
          <span aria-hidden className="h-px flex-1 bg-line" />
        </div>
      )}
      {unread && (
        <div
          className="flex items-center gap-2 pt-2 text-xs font-semibold text-accent"
          role="separator"
          aria-label={text('timeline.unread')}
        >
          <span aria-hidden className="h-px flex-1 bg-accent/50" />
          <span aria-hidden className="rounded bg-accent-soft px-1.5">
            {text('timeline.unread')}
          </span>
        </div>
      )}
    </>
  );
}
