import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type * as Server from '../../server/index.ts';
import type { RunningServer, ServerParts } from '../../server/index.ts';
import type { HostOptions, HostSession, HostState } from '../bridge.ts';
import { Announcement } from '../parties/announcement.ts';
import { MDNS_PORT } from '../parties/link.ts';
import { AddressWatch, thisNetwork, type Network } from './addresses.ts';
import { partyConfig } from './config.ts';

export type Hosting = Extract<HostState, { kind: 'hosting' }>;

export interface PartyParts {
  /** What the server may be told besides: see `partyConfig`. */
  env: NodeJS.ProcessEnv;
  /** Where parties are kept, absolute; made where it is missing. */
  dataDirectory: string;
  /** Where the built page is, for guests with a browser. */
  rendererDirectory: string | undefined;
  /** The Gemini key for a party that starts now. */
  apiKey: () => string | undefined;
  log: NonNullable<ServerParts['log']>;
  network?: Network;
  /** UDP port of multicast DNS. */
  mdnsPort?: number;
}

/** A party that is held now: its server, its addresses and its announcement. */
export interface Party {
  readonly state: Hosting;
  signIn(): Promise<HostSession>;
  /** From now on it is told on the network; only once whoever looks for parties can know that it is their own. */
  announce(): void;
  /** Everybody is told, on the network too; resolves when nothing is left open. */
  close(): Promise<void>;
}

/**
 * Starts a party on every network of this machine.
 * @param onChange is called whenever `state` has changed
 * @param onLost is called where it could not go on after an archive was restored; it is to be closed then
 * @throws StartError and ConfigError
 */
export async function openParty(
  server: typeof Server,
  options: HostOptions,
  parts: PartyParts,
  onChange: () => void,
  onLost: (error: unknown) => void,
): Promise<Party> {
  const { dataDirectory, rendererDirectory, env, log, network = thisNetwork, mdnsPort = MDNS_PORT } = parts;
  await mkdir(path.dirname(dataDirectory), { recursive: true });
  const config = partyConfig({ server, options, env, dataDirectory, rendererDirectory, apiKey: parts.apiKey() });
  let running = await server.startServer(config, { log });

  const { port } = running;
  const announce = () => {
    const { health } = running;
    const name = health.name ?? options.name;
    return new Announcement(
      {
        serverId: health.server_id,
        name,
        host: health.host ?? options.username,
        port,
        protocol: health.protocol,
        version: health.version,
        needsInvite: options.access === 'invite',
      },
      { network, port: mdnsPort, log, onChange },
    );
  };
  const watch = new AddressWatch(onChange, network);
  let announcement: Announcement | undefined;
  let isClosing = false;
  let restarting: Promise<void> | undefined;

  /** The party goes on with other data: at the same place, maybe as another server. */
  async function restart(): Promise<void> {
    await announcement?.close();
    await running.close();
    running = await server.startServer({ ...config, port }, { log });
    announcement = announcement && announce();
    onChange();
    watchRestart();
  }

  function watchRestart(): void {
    void running.restartAsked.then(async () => {
      if (isClosing) return;
      restarting = restart();
      await restarting.catch(onLost);
    });
  }

  watchRestart();
  return {
    get state() {
      const { health, url } = running;
      return {
        kind: 'hosting' as const,
        name: health.name ?? options.name,
        serverId: health.server_id,
        url,
        port,
        addresses: watch.addresses.map((address) => `http://${address}:${port}`),
        startedAt: health.started_at,
        access: options.access,
        bot: health.bot,
        discoverable: announcement?.discoverable ?? false,
      };
    },
    signIn: async () => {
      await restarting;
      return signIn(running);
    },
    announce: () => {
      announcement ??= announce();
    },
    async close() {
      isClosing = true;
      await restarting?.catch(() => undefined);
      watch.close();
      await announcement?.close();
      await running.close();
    },
  };
}

async function signIn(server: RunningServer): Promise<HostSession> {
  const { access_token: token, user, chat_id: chatId } = await server.signInHost();
  if (chatId === null) throw new Error('a party without a chat');
  const { id, username, created_at, email = null } = user;
  return { server: server.url, token, user: { id, username, created_at, email }, chatId };
}
