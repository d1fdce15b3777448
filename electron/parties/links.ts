import type { Log } from '../../server/index.ts';
import { AddressWatch, type Network } from '../host/addresses.ts';
import { openLink, type Link } from './link.ts';

export interface LinksParts {
  network: Network;
  /** UDP port of multicast DNS. */
  port: number;
  log: Log;
  /** Called with those that are open now: at first, and whenever others have taken their place. */
  onOpen: (links: readonly Link[]) => void;
}

/**
 * Keeps one link per network that this machine is on. When that changes, all are opened anew, as each has told the
 * others every address; where none could be opened it is tried again.
 */
export class Links {
  readonly #parts: LinksParts;
  readonly #watch: AddressWatch;
  #open: readonly Link[] = [];
  #work: Promise<void>;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  #complaint = '';

  constructor(parts: LinksParts) {
    this.#parts = parts;
    this.#watch = new AddressWatch(() => this.#reopenLater(), parts.network);
    this.#work = this.#reopen();
  }

  /** Takes back what was announced on the links and closes them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watch.close();
    clearTimeout(this.#retry);
    await this.#work;
    await Promise.all(this.#open.map((link) => link.close()));
    this.#open = [];
  }

  #reopenLater(): void {
    this.#work = this.#work.then(() => this.#reopen());
  }

  async #reopen(): Promise<void> {
    clearTimeout(this.#retry);
    await Promise.all(this.#open.map((link) => link.drop()));
    this.#open = [];
    if (this.#isClosed) return;
    this.#open = await this.#openEach(this.#watch.addresses);
    if (this.#isClosed) return;
    if (this.#open.length === 0) {
      this.#retry = setTimeout(() => this.#reopenLater(), this.#parts.network.every).unref();
    }
    this.#parts.onOpen(this.#open);
  }

  async #openEach(addresses: readonly string[]): Promise<Link[]> {
    const links: Link[] = [];
    const complaints: string[] = addresses.length === 0 ? ['this machine is on no network'] : [];
    for (const address of addresses) {
      try {
        links.push(await openLink(address, this.#parts));
      } catch (error) {
        complaints.push(`${address}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#complain(complaints.join('; '));
    return links;
  }

  /** Once for each new reason: it is tried again every few seconds. */
  #complain(complaint: string): void {
    if (complaint !== '' && complaint !== this.#complaint) {
      this.#parts.log.warn({ complaint }, 'parties cannot be announced or found here');
    }
    this.#complaint = complaint;
  }
}
