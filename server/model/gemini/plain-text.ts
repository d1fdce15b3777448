const REPLACEMENT = '\ufffd';

/** Text that comes in pieces, made such that it can be stored and shown anywhere: like what people may write. */
export class PlainText {
  /** The first half of a character whose second may be in the next piece. */
  #half = '';

  /** The next piece. NUL and halves of characters become U+FFFD; a character in two pieces comes with the second. */
  take(piece: string): string {
    const text = this.#half + piece;
    this.#half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    return text
      .slice(0, text.length - this.#half.length)
      .toWellFormed()
      .replaceAll('\0', REPLACEMENT);
  }
}
