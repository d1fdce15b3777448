import type { Browser } from 'bonjour-service';
import type { Log } from '../../server/index.ts';
import type { PartySearch } from '../bridge.ts';
import { thisNetwork, type Network } from '../host/addresses.ts';
import { SERVICE_TYPE } from './announcement.ts';
import { readFoundParty } from './found-party.ts';
import { HeardParties } from './heard-parties.ts';
import { MDNS_PORT, type Link } from './link.ts';
import { Links } from './links.ts';

/** How often is asked, and how long silence is borne, in milliseconds. */
export interface Pace {
  /** Between the first two rounds; doubles from round to round. */
  first: number;
  longest: number;
  /** After which a party that is not heard any more is gone: more than two rounds, as answers get lost. */
  forgetAfter: number;
}

const usualPace: Pace = { first: 1000, longest: 10_000, forgetAfter: 25_000 };

export interface LookingParts {
  /** The party that is held here, which is no find. */
  ownServerId: () => string | undefined;
  log: Log;
  network?: Network;
  /** UDP port of multicast DNS. */
  mdnsPort?: number;
  pace?: Pace;
}

/**
 * One spell of looking for parties, in rounds. Each round looks afresh, with browsers of its own: one of
 * bonjour-service tells of a service once, so that nobody could know when it was heard last, or has moved.
 */
export class Looking {
  readonly #ownServerId: LookingParts['ownServerId'];
  readonly #pace: Pace;
  readonly #onChange: (search: PartySearch) => void;
  readonly #heard = new HeardParties();
  readonly #links: Links;
  #open: readonly Link[] = [];
  #browsers: Browser[] = [];
  /** Those of the round before: a farewell may come before the answers of the new one. */
  #olderBrowsers: Browser[] = [];
  #nextRound: NodeJS.Timeout | undefined;
  #wait: number;
  #kind: PartySearch['kind'] = 'searching';
  #told = '';

  constructor(parts: LookingParts, onChange: (search: PartySearch) => void) {
    const { ownServerId, log, network = thisNetwork, mdnsPort = MDNS_PORT, pace = usualPace } = parts;
    this.#ownServerId = ownServerId;
    this.#pace = pace;
    this.#onChange = onChange;
    this.#wait = pace.first;
    this.#told = JSON.stringify(this.result);
    this.#links = new Links({ log, network, port: mdnsPort, onOpen: (links) => this.#start(links) });
  }

  /** What is known now. */
  get result(): PartySearch {
    const own = this.#ownServerId();
    return { kind: this.#kind, parties: this.#heard.all.filter(({ serverId }) => serverId !== own) };
  }

  async close(): Promise<void> {
    await this.#links.close();
    clearTimeout(this.#nextRound);
  }

  #start(links: readonly Link[]): void {
    this.#open = links;
    this.#kind = links.length === 0 ? 'failed' : 'searching';
    this.#wait = this.#pace.first;
    this.#round();
  }

  #round(): void {
    const { longest, forgetAfter } = this.#pace;
    this.#olderBrowsers.forEach((browser) => browser.stop());
    this.#olderBrowsers = this.#browsers;
    this.#browsers = this.#open.map((link) => this.#ask(link));
    this.#heard.forgetBefore(performance.now() - forgetAfter);
    this.#tell();
    clearTimeout(this.#nextRound);
    this.#nextRound = setTimeout(() => this.#round(), this.#wait).unref();
    this.#wait = Math.min(this.#wait * 2, longest);
  }

  #ask({ bonjour }: Link): Browser {
    const browser = bonjour.find({ type: SERVICE_TYPE });
    const hear = (answer: unknown) => {
      const party = readFoundParty(answer);
      if (party === undefined) return;
      this.#heard.hear(party, performance.now());
      this.#tell();
    };
    browser.on('up', hear);
    browser.on('srv-update', hear);
    browser.on('txt-update', hear);
    browser.on('down', (answer) => {
      const party = readFoundParty(answer);
      if (party === undefined) return;
      this.#heard.forget(party.serverId);
      this.#tell();
    });
    return browser;
  }

  #tell(): void {
    const { result } = this;
    const told = JSON.stringify(result);
    if (told === this.#told) return;
    this.#told = told;
    this.#onChange(result);
  }
}
