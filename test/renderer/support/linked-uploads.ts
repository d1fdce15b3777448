/** The server's end of one upload. */
export class Arriving {
  readonly url: string;
  readonly fields: FormData;
  readonly token: string | null;
  isAborted = false;
  readonly #client: LinkedRequest;

  constructor(url: string, fields: FormData, client: LinkedRequest) {
    this.url = url;
    this.fields = fields;
    this.token = client.headers.get('authorization');
    this.#client = client;
  }

  get file(): File {
    return this.fields.get('file') as File;
  }

  /** So much of it has come. */
  progress(loaded: number, total: number): void {
    this.#client.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded, total }));
  }

  answer(status: number, body: unknown, retryAfter: string | null = null): void {
    Object.assign(this.#client, { status, responseText: JSON.stringify(body), retryAfter });
    this.#client.dispatchEvent(new Event('load'));
  }

  /** The connection breaks. */
  breakOff(): void {
    this.#client.dispatchEvent(new Event('error'));
  }

  /** The server takes it. */
  accept(id: number): void {
    const { name, type, size } = this.file;
    this.answer(200, { id, name, type: type || 'application/octet-stream', size });
  }
}

class LinkedRequest extends EventTarget {
  static arrivals: Arriving[] = [];
  readonly upload = new EventTarget();
  readonly headers = new Headers();
  status = 0;
  responseText = '';
  retryAfter: string | null = null;
  #url = '';
  #arriving: Arriving | null = null;

  open(_method: string, url: string): void {
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return name === 'retry-after' ? this.retryAfter : null;
  }

  send(body: FormData): void {
    this.#arriving = new Arriving(this.#url, body, this);
    (this.constructor as typeof LinkedRequest).arrivals.push(this.#arriving);
  }

  abort(): void {
    if (this.#arriving !== null) this.#arriving.isAborted = true;
    this.dispatchEvent(new Event('abort'));
  }
}

/** An `XMLHttpRequest` whose other ends are in `arrivals`, one for each try, the newest last. */
export function linkedUploads() {
  const arrivals: Arriving[] = [];
  class Request extends LinkedRequest {
    static override arrivals = arrivals;
  }
  const newest = () => {
    const arriving = arrivals.at(-1);
    if (!arriving) throw new Error('nothing was uploaded');
    return arriving;
  };
  return { XMLHttpRequest: Request as unknown as typeof XMLHttpRequest, arrivals, newest };
}
