import type { ClientFrame, ServerFrame } from '../../../server/protocol/frames.ts';

/** The server's end of one try to connect. */
export class Peer {
  readonly url: string;
  readonly protocols: string[];
  readonly sent: ClientFrame[] = [];
  isClosed = false;
  /** What the client's end says of itself: 1 is open, 2 closing. */
  readyState = 1;
  readonly #client: EventTarget;

  constructor(url: string, protocols: string[], client: EventTarget) {
    this.url = url;
    this.protocols = protocols;
    this.#client = client;
  }

  accept(): void {
    this.#client.dispatchEvent(new Event('open'));
  }

  send(frame: ServerFrame): void {
    this.sendText(JSON.stringify(frame));
  }

  sendText(data: string): void {
    this.#client.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  close(code: number): void {
    this.isClosed = true;
    this.#client.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  /** What the client has sent, of one type. */
  of<Type extends ClientFrame['type']>(type: Type): Extract<ClientFrame, { type: Type }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type);
  }
}

/** A `WebSocket` whose other ends are in `peers`, one for each try, the newest last. */
export function linkedSockets() {
  const peers: Peer[] = [];
  class LinkedSocket extends EventTarget {
    readonly #peer: Peer;

    get readyState() {
      return this.#peer.readyState;
    }

    constructor(url: string, protocols: string[]) {
      super();
      this.#peer = new Peer(url, protocols, this);
      peers.push(this.#peer);
    }

    send(data: string) {
      this.#peer.sent.push(JSON.parse(data) as ClientFrame);
    }

    close() {
      this.#peer.isClosed = true;
    }
  }
  const newest = () => {
    const peer = peers.at(-1);
    if (!peer) throw new Error('nobody has tried to connect');
    return peer;
  };
  return { WebSocket: LinkedSocket as unknown as typeof WebSocket, peers, newest };
}
