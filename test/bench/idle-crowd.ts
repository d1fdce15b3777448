import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CountingSocket } from './counting-socket.ts';

/** That many are on their way in at the same time. */
const AT_ONCE = 50;

interface Invitation {
  url: string;
  tokens: string[];
}

/**
 * People who connect and do nothing, in a process of their own: what they cost there must not be taken for the server's.
 */
export class IdleCrowd {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves when all are connected; tells how long that took, in milliseconds. */
  static async gather(url: string, tokens: string[]): Promise<{ crowd: IdleCrowd; ms: number }> {
    const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit' });
    const ended = once(child, 'exit').then(() => {
      throw new Error('those who were to sit idle could not all connect');
    });
    child.send({ url, tokens } satisfies Invitation);
    const answer = await Promise.race([once(child, 'message') as Promise<[number]>, ended]);
    ended.catch(() => undefined);
    return { crowd: new IdleCrowd(child), ms: answer[0] };
  }

  async leave(): Promise<void> {
    const left = once(this.#child, 'exit');
    this.#child.disconnect();
    await left;
  }
}

async function connectAll({ url, tokens }: Invitation): Promise<number> {
  const start = performance.now();
  const waiting = tokens.values();
  const next = async () => {
    for (const token of waiting) await CountingSocket.open(url, token);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('disconnect', () => process.exit());
  process.once('message', (invitation) => {
    void connectAll(invitation as Invitation).then((ms) => process.send!(ms));
  });
}
