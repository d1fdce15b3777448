import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';

/** Asks one server over one connection that stays open, one thing after the other. */
export class HttpClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url: string, token?: string) {
    this.#url = url;
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  /** Milliseconds until the whole answer was here, and what it says. @throws where it is not 200 */
  async get(path: string): Promise<{ ms: number; json: unknown }> {
    return this.#ask('GET', path);
  }

  async post(path: string, body: unknown): Promise<{ ms: number; json: unknown }> {
    return this.#ask('POST', path, JSON.stringify(body));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask(method: string, path: string, body?: string): Promise<{ ms: number; json: unknown }> {
    const headers = body === undefined ? this.#headers : { ...this.#headers, 'content-type': 'application/json' };
    const start = performance.now();
    const asked = request(`${this.#url}${path}`, { agent: this.#agent, method, headers }).end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of response.setEncoding('utf8')) text += String(piece);
    const ms = performance.now() - start;
    if (response.statusCode !== 200) throw new Error(`${path} was answered with ${response.statusCode}: ${text}`);
    return { ms, json: JSON.parse(text) as unknown };
  }
}
