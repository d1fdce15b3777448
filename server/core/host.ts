import { AppError } from './errors.ts';
import { Pace } from './pace.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Account, Store } from './ports/store.ts';

/** The host is told of changes at most this often (milliseconds). */
export const PEOPLE_NEWS_INTERVAL = 250;

interface HostPorts {
  store: Store;
  backplane: Backplane;
  clock: Clock;
}

/** Who hosts this server: nobody until the first account is there, the same one ever after. */
export class Host {
  readonly #news: Pace;
  #account: Account | undefined;
  #isClosed = false;

  private constructor({ backplane, clock }: HostPorts, account: Account | undefined) {
    this.#account = account;
    this.#news = new Pace(clock, PEOPLE_NEWS_INTERVAL, 'now', () => {
      if (this.#account) backplane.publish(`user:${this.#account.id}`, { frame: { type: 'people_changed' } });
    });
  }

  static async load(ports: HostPorts): Promise<Host> {
    return new Host(ports, await ports.store.host());
  }

  /** Undefined while nobody has an account. */
  get username(): string | undefined {
    return this.#account?.username;
  }

  /** Somebody has an account now, or another kind of account. */
  peopleChanged(account?: Account): void {
    if (account?.is_host) this.#account = account;
    if (!this.#isClosed) this.#news.ask();
  }

  /** Tells nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#news.stop();
  }
}

/** @throws AppError `not_authorized` for anybody but the host */
export function requireHost(caller: Account): void {
  if (!caller.is_host) throw new AppError('not_authorized');
}
