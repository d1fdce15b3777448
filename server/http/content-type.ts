import { fileTypeFromBuffer } from 'file-type/core';

/** So many bytes from a file's start tell what it is. */
const HEAD = 4100;

/** What is only text to us, whatever a browser would make of it. */
const textual = /^text\/|[/+]xml$|^application\/(json|javascript)$/;

/** Finds out what a file is from its content as it comes; what people or their browsers say of it counts for nothing. */
export class ContentType {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #head = Buffer.alloc(0);
  #isText = true;

  add(piece: Uint8Array): void {
    if (this.#head.length < HEAD) {
      this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD - this.#head.length)]);
    }
    if (this.#isText) this.#isText = !piece.includes(0) && this.#decodes(piece);
  }

  /** The type once all of it has come: that of its magic number, `text/plain`, or `application/octet-stream`. */
  async end(): Promise<string> {
    const isText = this.#isText && this.#decodes();
    const found = await fileTypeFromBuffer(this.#head).catch(() => undefined);
    if (found && !textual.test(found.mime)) return plain(found.mime);
    return isText ? 'text/plain' : 'application/octet-stream';
  }

  #decodes(piece?: Uint8Array): boolean {
    try {
      this.#decoder.decode(piece, { stream: piece !== undefined });
      return true;
    } catch {
      return false;
    }
  }
}

/** A type without parameters, and one that browsers know where they only know the more general one. */
function plain(mime: string): string {
  const [type = ''] = mime.split(';');
  return type === 'image/apng' ? 'image/png' : type;
}
