/** What is wrong with the address of a webhook as it is written; `inside`: it leads where webhooks may not go. */
export type UrlProblem = 'not_a_url' | 'scheme' | 'credentials' | 'port' | 'inside';

/** One request to a webhook. */
export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Why nothing came of a request: the name is not known (`no_such_host`), the address may not be asked (`refused`), nobody
 * took the connection, it is not safe (`tls`), or there was no answer in time.
 */
export type PostProblem = 'no_such_host' | 'refused' | 'unreachable' | 'tls' | 'timeout';

/** What came of a request. */
export type Posted =
  | {
      status: number;
      /** The start of the answer, as text. */
      answer: string;
      /** Seconds after which the receiver wants to be asked again; undefined where it does not say. */
      retryAfter: number | undefined;
    }
  | { problem: PostProblem };

/** Sends requests to webhooks, and only where they may go. */
export interface Poster {
  /** False where webhooks are switched off: nothing is sent or taken then. */
  readonly isOn: boolean;
  /** Looks at an address before it is used; names are looked up only when something is sent. */
  check(url: string): UrlProblem | undefined;
  /** Never rejects. Follows no redirect. @param signal gives the request up, which is then `unreachable`. */
  post(post: Post, signal: AbortSignal): Promise<Posted>;
}

/** Secrets of webhooks, and what is done with them. */
export interface HookSecrets {
  /** What payloads are signed with. */
  signingKey(): string;
  /** 256 bits in base64url: the end of an incoming webhook's address. */
  token(): string;
  /** HMAC-SHA256 in hex. */
  sign(key: string, text: string): string;
  /** An id for a delivery, which nobody can guess. */
  deliveryId(): string;
}
