import { AppError } from './errors.ts';
import type { Account } from './ports/store.ts';

/** @throws AppError `banned` */
export function requireAdmitted(account: Account): void {
  if (account.banned_at !== null) throw new AppError('banned');
}
