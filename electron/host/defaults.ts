import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DEFAULT_PORT } from '../../server/protocol/join-target.ts';
import { USERNAME_MAX } from '../../server/protocol/limits.ts';
import { displayName, isReservedUsername } from '../../server/protocol/users.ts';
import type { HostDefaults, HostOptions } from '../bridge.ts';
import { hostOptions } from './options.ts';
import { texts } from '../texts/texts.ts';

/** Keeps the options of the last party. */
export interface LastOptions {
  /** What was written last, unchecked: the file can be edited by hand. */
  read(): unknown;
  write(options: HostOptions): void | Promise<void>;
}

/** What the form starts with. @param userName the machine user's name; undefined where the system has none */
export function hostDefaults(parts: {
  dataDirectory: string;
  last: LastOptions;
  userName: string | undefined;
}): HostDefaults {
  const hasParty = existsSync(path.join(parts.dataDirectory, 'coop.json'));
  const last = hostOptions.safeParse(parts.last.read());
  if (last.success) return { ...last.data, hasParty };
  const username = usernameOf(parts.userName);
  return { name: texts().hosting.partyName(username), username, hasParty, port: DEFAULT_PORT, access: 'open' };
}

/** The name of the machine's user; undefined where the system keeps none, as in some containers. */
export function machineUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** The nearest name that an account can have. */
function usernameOf(userName = ''): string {
  const visible = userName.normalize('NFKC').replace(/(?!\s)[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
  const short = Array.from(visible.trim()).slice(0, USERNAME_MAX).join('');
  const { data } = displayName.safeParse(short);
  return data === undefined || isReservedUsername(data) ? texts().hosting.host : data;
}
