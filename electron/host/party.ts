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
  /** Everybody is told, on the network too; resolves when nothing is left open. */
  close(): Promise<void>;
}

/**
 * Starts a party on every network of this machine.
 * @param onChange is called whenever `state` has changed
 * @throws StartError and ConfigError
 */
export async function openParty(
  server: typeof Server,
  options: HostOptions,
  parts: PartyParts,
  onChange: () => void,
): Promise<Party> {
  const { dataDirectory, rendererDirectory, env, log, network = thisNetwork, mdnsPort = MDNS_PORT } = parts;
  await mkdir(path.dirname(dataDirectory), { recursive: true });
  const config = partyConfig({ server, options, env, dataDirectory, rendererDirectory, apiKey: parts.apiKey() });
  const running = await server.startServer(config, { log });

  const { health, port } = running;
  const name = health.name ?? options.name;
  const watch = new AddressWatch(onChange, network);
  const announcement = new Announcement(
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
  return {
    get state() {
      return {
        kind: 'hosting' as const,
        name,
        serverId: health.server_id,
        url: running.url,
        port,
        addresses: watch.addresses.map((address) => `http://${address}:${port}`),
        startedAt: health.started_at,
        access: options.access,
        bot: health.bot,
        discoverable: announcement.discoverable,
      };
    },
    signIn: () => signIn(running),
    async close() {
      watch.close();
      await announcement.close();
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
