/** Whether logs may be rewritten now: not while somebody copies their bytes. */
export class Rewriting {
  #holds = 0;

  get isHeld(): boolean {
    return this.#holds > 0;
  }

  /** None begins until the function that it returns was called. */
  hold(): () => void {
    this.#holds++;
    let release = (): void => {
      release = () => undefined;
      this.#holds--;
    };
    return () => release();
  }
}
