import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createExchange, type Behaviour, type GeminiRequest } from './gemini-exchange.ts';
import { refuse, type ApiRefusal } from './gemini-refusals.ts';
import { plausibleReply, reply } from './gemini-replies.ts';

/**
 * A stand-in for the Gemini API: an HTTP server on the loopback interface that speaks the real wire, to be started in
 * the test's own process and reached through `GEMINI_BASE_URL` (spawned server) or `baseUrl`.
 *
 *     const api = await startGeminiApi();
 *     api.script(fail.overloaded(), reply('Hello')); // the next two requests
 *     const hand = byHand();
 *     api.when(/slow/, hand.behaviour);              // whatever asks for something slow
 *     ...
 *     hand.send('first words ');
 *     await hand.aborted;                            // the server hung up, as it should after a stop
 *     await api.close();
 */
export interface GeminiApi {
  /** `http://127.0.0.1:<port>`, without a version and without a slash at the end. */
  readonly url: string;
  /** The only key that it accepts. */
  readonly key: string;
  /** Every request so far, refused ones included, in the order of their arrival. */
  readonly requests: readonly GeminiRequest[];
  /** Resolves with the request of that number (the first is 0) once its body has arrived. */
  request(index: number): Promise<GeminiRequest>;
  /** Answers the next requests that no `when` fits, one behaviour each. */
  script(...behaviours: Behaviour[]): void;
  /** Drops what is left of the script. */
  forget(): void;
  /** Answers every request whose question matches, also later ones; the newest fitting rule counts. */
  when(pattern: RegExp, behaviour: Behaviour): void;
  /** Answers what no `when` fits and no script is left for. From the start: a plausible reply in small pieces. */
  otherwise(behaviour: Behaviour): void;
  /** Hangs up on everybody and stops. */
  close(): Promise<void>;
}

export interface GeminiApiOptions {
  /** Without it, a free one. */
  port?: number;
  key?: string;
  /** Names of the models that exist. */
  models?: string[];
}

interface Content {
  role?: unknown;
  parts?: { text?: string }[];
}

/** The body's contents, as far as they are there at all. */
function contentsOf(body: unknown): Content[] {
  const contents = (body as { contents?: unknown } | undefined)?.contents;
  return Array.isArray(contents) ? (contents as Content[]) : [];
}

function questionOf(body: unknown): string {
  const asked = contentsOf(body).findLast((content) => content.role === 'user');
  return (asked?.parts ?? []).map((part) => part.text ?? '').join('\n');
}

async function readBody(req: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(value, null, 2));
}

const plausible: Behaviour = (exchange) => reply(plausibleReply(exchange.request.question), { everyMs: 10 })(exchange);

const describeModel = (name: string): object => ({
  name: `models/${name}`,
  displayName: name,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ['generateContent', 'countTokens', 'streamGenerateContent'],
});

const tokens = (text: string): number => Math.ceil(text.length / 4);

/** @throws what `listen` fails with, such as a port in use. */
export async function startGeminiApi(options: GeminiApiOptions = {}): Promise<GeminiApi> {
  const key = options.key ?? 'AIzaSyStandIn-0123456789-abcdefghijklmn';
  const models = options.models ?? ['gemini-flash-latest', 'gemini-2.5-flash', 'gemini-2.5-pro'];
  const requests: GeminiRequest[] = [];
  const waiting = new Map<number, ((request: GeminiRequest) => void)[]>();
  const queue: Behaviour[] = [];
  const rules: { pattern: RegExp; behaviour: Behaviour }[] = [];
  let fallback = plausible;
  const cutByUs = new WeakSet<ServerResponse>();
  let closing = false;

  function record(req: IncomingMessage, res: ServerResponse, body: unknown): GeminiRequest {
    const url = new URL(req.url ?? '/', 'http://stand-in');
    const call = /^\/v1beta\/models\/([^/:]+):(\w+)$/.exec(url.pathname);
    const header = req.headers['x-goog-api-key'];
    const request: GeminiRequest = {
      method: req.method ?? '',
      url: req.url ?? '',
      key: typeof header === 'string' ? header : (url.searchParams.get('key') ?? ''),
      headers: req.headers,
      ...(call ? { model: decodeURIComponent(call[1]!), task: call[2]! } : {}),
      body,
      question: questionOf(body),
      ended: once(res, 'close').then(() => {
        if (res.writableFinished) return 'answered';
        return closing || cutByUs.has(res) ? 'cut' : 'aborted';
      }),
    };
    requests.push(request);
    for (const resolve of waiting.get(requests.length - 1) ?? []) resolve(request);
    return request;
  }

  function behaviourFor(question: string): Behaviour {
    return rules.findLast(({ pattern }) => pattern.test(question))?.behaviour ?? queue.shift() ?? fallback;
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const request = record(req, res, await readBody(req));
    const url = new URL(request.url, 'http://stand-in');
    const refusal = refuse(request, { key, models });
    if (refusal) return sendRefusal(res, refusal);

    if (request.method === 'GET') {
      const name = url.pathname.slice('/v1beta/models/'.length);
      return sendJson(res, 200, name === '' ? { models: models.map(describeModel) } : describeModel(name));
    }
    const prompt = JSON.stringify(request.body);
    if (request.task === 'countTokens') return sendJson(res, 200, { totalTokens: tokens(prompt) });
    if (request.task === 'generateContent') {
      const text = plausibleReply(request.question);
      return sendJson(res, 200, {
        candidates: [{ content: { parts: [{ text }], role: 'model' }, finishReason: 'STOP', index: 0 }],
        usageMetadata: { promptTokenCount: tokens(prompt), candidatesTokenCount: tokens(text) },
        modelVersion: request.model,
      });
    }
    const cut = (): void => {
      cutByUs.add(res);
      res.destroy();
    };
    await behaviourFor(request.question)(createExchange(request, res, cut));
  }

  const server = createServer((req, res) => {
    // A client that hangs up while its body is read leaves nothing to answer.
    answer(req, res).catch(() => res.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    requests,
    async request(index) {
      const there = requests[index];
      if (there) return there;
      return new Promise((resolve) => void waiting.set(index, [...(waiting.get(index) ?? []), resolve]));
    },
    script: (...behaviours) => void queue.push(...behaviours),
    forget: () => void queue.splice(0),
    when: (pattern, behaviour) => void rules.push({ pattern, behaviour }),
    otherwise: (behaviour) => void (fallback = behaviour),
    async close() {
      if (!server.listening) return;
      closing = true;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function sendRefusal(res: ServerResponse, { status, body }: ApiRefusal): void {
  sendJson(res, status, body);
}
