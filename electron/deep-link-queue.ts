import { DEEP_LINK_SCHEME, parseJoinTarget, type JoinTarget } from '../server/protocol/join-target.ts';

/** Holds the newest link until the page listens. */
export class DeepLinkQueue {
  #waiting: JoinTarget | undefined;
  #deliver: ((target: JoinTarget) => void) | undefined;

  /** @param text what the system hands over, unchecked; what is no link of ours is passed over, and false */
  open(text: string): boolean {
    const target = isDeepLink(text) ? parseJoinTarget(text) : null;
    if (target === null) return false;
    this.#waiting = target;
    this.#flush();
    return true;
  }

  /** The page listens: it is told of the link that waits, and from now on of each that comes. */
  pageReady(deliver: (target: JoinTarget) => void): void {
    this.#deliver = deliver;
    this.#flush();
  }

  /** The page is loaded anew, or has crashed. */
  pageGone(): void {
    this.#deliver = undefined;
  }

  #flush(): void {
    if (!this.#deliver || !this.#waiting) return;
    const target = this.#waiting;
    this.#waiting = undefined;
    this.#deliver(target);
  }
}

/** The link among the arguments that the app is started with. */
export function findDeepLink(argv: readonly string[]): string | undefined {
  return argv.find(isDeepLink);
}

function isDeepLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${DEEP_LINK_SCHEME}:`);
}
