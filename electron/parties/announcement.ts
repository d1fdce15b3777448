import type { Log } from '../../server/index.ts';
import type { Network } from '../host/addresses.ts';
import type { Link } from './link.ts';
import { Links } from './links.ts';
import { cleanText } from './clean-text.ts';

/** Type of the service under which parties are announced: `_gemini-coop._tcp`. */
export const SERVICE_TYPE = 'gemini-coop';

/** Bytes of UTF-8 that a service's name may have. */
const LABEL_MAX = 63;

/** What the network is told. */
export interface AnnouncedParty {
  serverId: string;
  name: string;
  /** The host's username. */
  host: string;
  port: number;
  protocol: number;
  version: string;
  needsInvite: boolean;
}

interface AnnouncementParts {
  network: Network;
  /** UDP port of multicast DNS. */
  port: number;
  log: Log;
  /** Called when `discoverable` has changed. */
  onChange: () => void;
}

/** Tells every network of this machine that a party is held here, until it is closed. Failing to is no error. */
export class Announcement {
  readonly #party: AnnouncedParty;
  readonly #links: Links;
  #discoverable = false;
  #generation = 0;

  constructor(party: AnnouncedParty, { onChange, ...parts }: AnnouncementParts) {
    this.#party = party;
    this.#links = new Links({
      ...parts,
      onOpen: (links) => {
        this.#generation++;
        for (const link of links) this.#publish(link);
        const was = this.#discoverable;
        this.#discoverable = links.length > 0;
        if (was !== this.#discoverable) onChange();
      },
    });
  }

  /** It is announced on one network at least. */
  get discoverable(): boolean {
    return this.#discoverable;
  }

  /** Tells everybody that the party is over. */
  close(): Promise<void> {
    return this.#links.close();
  }

  #publish({ bonjour }: Link): void {
    const { serverId, name, host, port, protocol, version, needsInvite } = this.#party;
    const id = serverId.slice(0, 8);
    bonjour.publish({
      type: SERVICE_TYPE,
      port,
      // The id keeps names apart: where two are the same, bonjour-service takes back the other one's announcement.
      name: label(name, ` (${id})`),
      probe: false,
      // Of our own, so that the records of the system's own name are left alone; another one tells of new addresses.
      host: `gemini-coop-${id}-${this.#generation}.local`,
      // The server listens on IPv4.
      disableIPv6: true,
      txt: { id: serverId, v: protocol, ver: version, name, host, invite: needsInvite ? 1 : 0 },
    });
  }
}

/** The name cut to what fits, and the end behind it. */
function label(name: string, end: string): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(cleanText(name))) {
    if (Buffer.byteLength(cut + segment + end) > LABEL_MAX) break;
    cut += segment;
  }
  return cut + end;
}
