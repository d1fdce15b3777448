/** Password hashing, off the event loop. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Compares; without a hash it takes as long and answers false, so that timing does not tell who has an account. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  close(): Promise<void>;
}

/** Who a valid token speaks for, and until when (milliseconds since 1970). */
export interface Claims {
  username: string;
  expiresAt: number;
}

/** Access tokens: JWT, HS256. */
export interface Tokens {
  sign(username: string): string;
  /** Undefined for anything but a valid, unexpired token that this server signed. */
  verify(token: string): Claims | undefined;
}

/** Which names and pages may reach this server; see DNS rebinding. */
export interface Origins {
  /** @param host a `Host` header, with or without a port. */
  hostAllowed(host: string | undefined): boolean;
  /** @param origin an `Origin` header; without one the request does not come from a page. */
  originAllowed(origin: string | undefined, host: string | undefined): boolean;
}
