import type * as Server from '../../server/index.ts';
import type { ServerConfig } from '../../server/index.ts';
import type { SettingName } from '../../server/protocol/options.ts';
import type { HostOptions } from '../bridge.ts';

/** What the environment, or a `.env` in the party's folder, may tell a hosted party; the rest comes from the form. */
const variables = [
  'GEMINI_MODEL',
  'GEMINI_BASE_URL',
  'CORS_ORIGINS',
  'LOG_LEVEL',
  'RATE_LIMIT',
  'MESSAGE_LIMIT',
  'BCRYPT_COST',
];

interface ConfigParts {
  server: Pick<typeof Server, 'readCommand'>;
  options: HostOptions;
  env: NodeJS.ProcessEnv;
  /** Where the party is kept, absolute. */
  dataDirectory: string;
  rendererDirectory: string | undefined;
  apiKey: string | undefined;
}

/**
 * The config of a hosted party: on every interface, kept in the app's own folder.
 * @throws ConfigError where a variable of the environment is malformed
 */
export function partyConfig({ server, options, env, apiKey, ...directories }: ConfigParts): ServerConfig {
  const relevant = Object.fromEntries(variables.map((name) => [name, env[name]]));
  const command = server.readCommand([], relevant, directories.dataDirectory);
  if (command.kind !== 'serve') throw new Error('no arguments ask for nothing else');
  const { name, username, port, access } = options;
  return {
    ...command.config,
    ...directories,
    gemini: { ...command.config.gemini, apiKey },
    // Only the party's own, which goes where its folder goes.
    secretKey: undefined,
    host: '0.0.0.0',
    port,
    name,
    registration: access,
    party: { hostName: username },
    // The form says these, each time; the host may still open and close the door while the party goes on.
    given: new Set<SettingName>([...(command.config.given ?? []), 'name']),
  };
}
