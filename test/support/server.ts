import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerConfig } from '../../server/config.ts';
import { startServer, type ServerParts } from '../../server/server.ts';
import { clientOf } from './client.ts';

/** The defaults of a test's server: a free port, weak hashing, no limits, no logs. */
export const testConfig = {
  port: 0,
  host: '127.0.0.1',
  gemini: { model: 'gemini-flash-latest' },
  corsOrigins: [],
  logLevel: 'silent',
  rateLimit: 0,
  messageMax: 32_000,
  fileMax: 25 * 1_048_576,
  filesMax: 0,
  bcryptCost: 4,
  registration: 'open',
  webhooks: 'any',
} satisfies Omit<ServerConfig, 'dataDirectory'>;

/** Starts a server in this process, on a data directory that is deleted with it unless one is given. */
export async function startTestServer(config: Partial<ServerConfig> = {}, parts: ServerParts = {}) {
  const temporary = config.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'gemini-coop-')));
  const server = await startServer({ ...testConfig, dataDirectory: temporary, ...config }, parts);
  return {
    ...server,
    get health() {
      return server.health;
    },
    dataDirectory: temporary,
    ...clientOf(server.url),
    async close() {
      await server.close();
      if (config.dataDirectory === undefined) await rm(temporary, { recursive: true });
    },
  };
}
