/** One authenticated live socket, as the hub sees it. */
export interface Connection {
  readonly userId: number;
  readonly username: string;
  /** What its user has signed in with. */
  readonly signIn: { sessionId: string | undefined; issuedAt: number | undefined };
  /** The peer's address, for limits. */
  readonly address: string;
  /** Sends a frame that must arrive. `data` is one serialised frame in UTF-8, shared between receivers: do not change it. */
  send(data: Uint8Array): void;
  /**
   * Sends a chunk, which may be left out: a peer that reads too slowly gets none until it has read what it was sent;
   * then `Hub.catchUp` is called for it.
   */
  sendChunk(data: Uint8Array): void;
  close(code: number, reason: string): void;
}
