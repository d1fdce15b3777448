/** Password hashing, off the event loop. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Compares; without a hash it takes as long and answers false, so that timing does not tell who has an account. */
  verify(password: string, hash: string | null | undefined): Promise<boolean>;
  close(): Promise<void>;
}

/** Who a valid token speaks for, and until when (milliseconds since 1970). */
export interface Claims {
  username: string;
  expiresAt: number;
  /** When it was given (milliseconds since 1970, to the second); undefined where it does not say. */
  issuedAt: number | undefined;
  /** The session that it is of; undefined where it is of none. */
  sessionId: string | undefined;
}

/** Access tokens: JWT, HS256. */
export interface Tokens {
  sign(username: string, sessionId?: string): string;
  /**
   * Undefined for anything but a valid token that this server signed and that has not expired.
   * @param mayBeExpired it may have.
   */
  verify(token: string, mayBeExpired?: boolean): Claims | undefined;
  /** Shows that this server knows the signature of what it once signed, without telling it; see `proofRequest`. */
  prove(signed: string, nonce: string): string;
}

/** Random secrets of invites, and how they are compared. */
export interface InviteSecrets {
  /** `INVITE_TOKEN_LENGTH` characters. */
  token(): string;
  /** `JOIN_CODE_LENGTH` characters. */
  code(): string;
  /** Compares in a time that does not tell how much of two texts is equal. */
  equal(one: string, other: string): boolean;
}

/** Which names and pages may reach this server; see DNS rebinding. */
export interface Origins {
  /**
   * Why a request is not served; undefined where it is.
   * @param headers `host` with or without a port; without an `origin` the request does not come from a page.
   */
  refusal(headers: {
    host?: string | undefined;
    origin?: string | undefined;
  }): 'host_not_allowed' | 'origin_not_allowed' | undefined;
}

/** Random secrets of links to a new password, and what is kept of them. */
export interface ResetSecrets {
  /** At least 128 random bits in base64url. */
  token(): string;
  /** What tells a token without holding it. */
  digest(token: string): string;
}
