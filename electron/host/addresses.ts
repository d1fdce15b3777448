import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { lanAddresses } from '../../server/lan.ts';

/** The networks that this machine is on. */
export interface Network {
  interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** Milliseconds between two looks at them: no system tells all programs when they change. */
  every: number;
}

export const thisNetwork: Network = { interfaces: () => networkInterfaces(), every: 3000 };

/** Follows under which addresses others may reach this machine. */
export class AddressWatch {
  readonly #network: Network;
  readonly #onChange: (addresses: readonly string[]) => void;
  readonly #timer: NodeJS.Timeout;
  #addresses: readonly string[];

  /** @param onChange is called when they have changed, not at once */
  constructor(onChange: (addresses: readonly string[]) => void, network: Network = thisNetwork) {
    this.#network = network;
    this.#onChange = onChange;
    this.#addresses = lanAddresses(network.interfaces());
    this.#timer = setInterval(() => this.#look(), network.every).unref();
  }

  /** IPv4 addresses, the likeliest first; empty while this machine is on no network. */
  get addresses(): readonly string[] {
    return this.#addresses;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const addresses = lanAddresses(this.#network.interfaces());
    if (addresses.join() === this.#addresses.join()) return;
    this.#addresses = addresses;
    this.#onChange(addresses);
  }
}
