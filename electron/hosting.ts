import path from 'node:path';
import { app } from 'electron';
import type { Logger } from 'pino';
import type { HostState } from './bridge.ts';
import type { Push } from './channels.ts';
import { answerHost } from './host-ipc.ts';
import { Host } from './host/host.ts';
import type { GeminiKey } from './host/key.ts';
import type { Handle } from './ipc.ts';
import { answerParties } from './parties-ipc.ts';
import { Search } from './parties/search.ts';
import { rendererDirectory } from './scheme.ts';
import type { SettingsFile } from './settings.ts';
import { Signal } from './signal.ts';

interface HostingParts {
  handle: Handle;
  push: Push;
  settings: SettingsFile;
  geminiKey: Promise<GeminiKey>;
  log: Logger;
  onPageGone: (listener: () => void) => void;
}

/** The party that is held here, and the search for others'. */
export interface Hosting {
  state: Signal<HostState>;
  stop(): Promise<void>;
  /** Ends both; guests are told. */
  close(): Promise<void>;
}

export function setUpHosting({ handle, push, settings, geminiKey, log, onPageGone }: HostingParts): Hosting {
  const dataDirectory = path.join(app.getPath('userData'), 'party');
  const last = {
    read: () => settings.current.lastParty,
    write: (lastParty: unknown) => settings.change({ lastParty }),
  };
  let key: GeminiKey | undefined;
  const keyIsThere = geminiKey.then((found) => (key = found));
  const host = new Host({
    // Only who hosts waits for the server's code.
    loadServer: () => import('../server/index.ts'),
    apiKey: () => key?.current,
    env: process.env,
    dataDirectory,
    rendererDirectory,
    last,
    log,
  });
  const state = new Signal<HostState>(host.state);
  host.onState((changed) => state.set(changed));
  const ownServerId = () => (host.state.kind === 'hosting' ? host.state.serverId : undefined);
  const search = new Search({ ownServerId, log });
  answerHost({ handle, push, host, key: keyIsThere, dataDirectory, last });
  answerParties({ handle, push, search, onPageGone });
  return {
    state,
    stop: () => host.stop(),
    close: async () => {
      await Promise.all([host.close(), search.close()]);
    },
  };
}
