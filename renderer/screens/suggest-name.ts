import { USERNAME_MAX } from '../../server/protocol/limits.ts';

/** A name like the one that is taken, which may be free: with a number behind it, or the next number. */
export function suggestName(taken: string): string {
  const [, stem = '', digits = ''] = /^(.*?)(\d{0,4})$/su.exec(taken) ?? [];
  const next = String(digits === '' ? 2 : Number(digits) + 1);
  return Array.from(stem)
    .slice(0, USERNAME_MAX - next.length)
    .concat(next)
    .join('');
}
