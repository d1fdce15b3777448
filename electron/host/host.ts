import type * as Server from '../../server/index.ts';
import type { HostOptions, HostSession, HostStart, HostState, Unsubscribe } from '../bridge.ts';
import type { LastOptions } from './defaults.ts';
import { isPortFree, nextFreePort } from './free-port.ts';
import { openParty, type Party, type PartyParts } from './party.ts';
import { texts } from '../texts/texts.ts';

export interface HostParts extends PartyParts {
  /** Loads the server's code, which nothing else of the app needs. */
  loadServer: () => Promise<typeof Server>;
  last: LastOptions;
}

/** A promise is there exactly while something runs that others may wait for. */
type Life =
  | { kind: 'stopped' }
  | { kind: 'starting'; answer: Promise<HostStart> }
  | { kind: 'hosting'; party: Party }
  | { kind: 'stopping'; done: Promise<void> };

/** The one party that this app can hold. Whatever is asked while something runs waits for it, or joins it. */
export class Host {
  readonly #parts: HostParts;
  readonly #listeners = new Set<(state: HostState) => void>();
  #life: Life = { kind: 'stopped' };
  #isClosed = false;

  constructor(parts: HostParts) {
    this.#parts = parts;
  }

  get state(): HostState {
    return this.#life.kind === 'hosting' ? this.#life.party.state : { kind: this.#life.kind };
  }

  /** Calls back on every change, not at once. */
  onState(listener: (state: HostState) => void): Unsubscribe {
    const own = (state: HostState) => listener(state);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /**
   * Starts a party. While one starts, the answer is that one's; while one is held it is refused; while one is being
   * stopped it is waited for. Never rejects.
   */
  async start(options: HostOptions): Promise<HostStart> {
    if (this.#isClosed) return failed(texts().hosting.quitting);
    switch (this.#life.kind) {
      case 'starting':
        return this.#life.answer;
      case 'hosting':
        return failed(texts().hosting.running);
      case 'stopping':
        await this.#life.done;
        return this.start(options);
      case 'stopped': {
        const answer = this.#start(options);
        this.#enter({ kind: 'starting', answer });
        return answer;
      }
    }
  }

  /** Ends the party, also one that is about to start; resolves when it is gone, at once where there is none. Never rejects. */
  async stop(): Promise<void> {
    switch (this.#life.kind) {
      case 'stopped':
        return;
      case 'stopping':
        return this.#life.done;
      case 'starting':
        return this.#stopWhen(this.#life.answer);
      case 'hosting':
        return this.#stopWhen(this.#close(this.#life.party));
    }
  }

  /** A fresh sign-in as the host; null where no party is held. */
  async signIn(): Promise<HostSession | null> {
    return this.#life.kind === 'hosting' ? this.#life.party.signIn() : null;
  }

  /** Stops for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
    this.#listeners.clear();
  }

  async #start(options: HostOptions): Promise<HostStart> {
    // Every way out of here comes after the state has become `starting`.
    await Promise.resolve();
    let server: typeof Server | undefined;
    let opened: { party: Party; session: HostSession };
    try {
      if (options.port !== 0 && !(await isPortFree(options.port))) return this.#giveUp(await portInUse(options.port));
      server = await this.#parts.loadServer();
      opened = await this.#open(server, options);
    } catch (error) {
      return this.#giveUp(await this.#explain(error, server, options));
    }
    const { party, session } = opened;
    await this.#remember({ ...options, username: session.user.username });
    if (this.#life.kind !== 'starting') {
      await this.#close(party);
      return failed(texts().hosting.stopped);
    }
    this.#enter({ kind: 'hosting', party });
    party.announce();
    return { kind: 'started', session };
  }

  async #open(server: typeof Server, options: HostOptions): Promise<{ party: Party; session: HostSession }> {
    const onChange = () => {
      if (this.#life.kind === 'hosting') this.#tell();
    };
    const party = await openParty(server, options, this.#parts, onChange, (error) => {
      this.#parts.log.error({ err: error }, 'the party could not go on with the restored data');
      void this.stop();
    });
    try {
      return { party, session: await party.signIn() };
    } catch (error) {
      await this.#close(party);
      throw error;
    }
  }

  #giveUp(answer: HostStart): HostStart {
    if (this.#life.kind === 'starting') this.#enter({ kind: 'stopped' });
    return answer;
  }

  #stopWhen(ended: Promise<unknown>): Promise<void> {
    const done = ended.then(() => this.#enter({ kind: 'stopped' }));
    this.#enter({ kind: 'stopping', done });
    return done;
  }

  async #close(party: Party): Promise<void> {
    try {
      await party.close();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the party did not end cleanly');
    }
  }

  async #remember(options: HostOptions): Promise<void> {
    try {
      await this.#parts.last.write(options);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'the options of the party could not be remembered');
    }
  }

  async #explain(error: unknown, server: typeof Server | undefined, { port }: HostOptions): Promise<HostStart> {
    if (server && error instanceof server.ConfigError) return failed(texts().hosting.setting(error.message));
    if (server && error instanceof server.StartError) return explainStart(error, port);
    this.#parts.log.error({ err: error }, 'the party could not be started');
    return failed(texts().hosting.unexpected);
  }

  #enter(life: Life): void {
    this.#life = life;
    this.#tell();
  }

  #tell(): void {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}

async function explainStart({ code, message }: Server.StartError, port: number): Promise<HostStart> {
  switch (code) {
    case 'port_in_use':
      return portInUse(port);
    case 'port_forbidden':
      return failed(texts().hosting.portForbidden(port));
    case 'no_such_address':
    case 'listen':
      return failed(texts().hosting.cannotListen);
    case 'data_directory':
    case 'host_name':
      return failed(texts().hosting.server(message));
  }
}

async function portInUse(port: number): Promise<HostStart> {
  return { kind: 'port_in_use', port, nextPort: await nextFreePort(port) };
}

function failed(message: string): HostStart {
  return { kind: 'failed', message };
}
