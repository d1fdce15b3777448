import { text } from '../../texts/text.ts';
import { useNow } from '../../ui/use-now.ts';

const MINUTE_MS = 60_000;

/** `a moment`, `5 minutes`, `2 h 5 min`. @param ms how long */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return text('uptime.now');
  if (minutes < 60) return text('uptime.minutes', { count: minutes });
  return text('uptime.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** How long it is on already, kept up to date. @param since ISO 8601 */
export function Uptime({ since }: { since: string }) {
  const now = useNow(MINUTE_MS / 4);
  return text('party.since', { uptime: duration(now - Date.parse(since)) });
}
