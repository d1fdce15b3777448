import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import type { BackupsConfig } from './backups.ts';
import { helpText, optionNames, options, optionValues, type OptionName } from './options.ts';
import { MB, settingNames, type RegistrationKind, type SettingName } from './protocol/options.ts';

/** What is wrong with the options, in one line for who typed them. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Everything that a server can be told. */
export interface ServerConfig {
  port: number;
  host: string;
  /** Directory of the store, absolute. */
  dataDirectory: string;
  secretKey?: string | undefined;
  gemini: { apiKey?: string | undefined; model: string; baseUrl?: string | undefined };
  corsOrigins: string[];
  logLevel: string;
  /** Factor on the built-in limits; 0 switches them off. */
  rateLimit: number;
  /** UTF-16 code units that a message may have. */
  messageMax: number;
  /** Bytes that a file may have. */
  fileMax: number;
  /** Bytes that all files together may have; 0: as much as the disk takes. */
  filesMax: number;
  bcryptCost: number;
  /** Where the built renderer is; without it no pages are served. */
  rendererDirectory?: string | undefined;
  /** What people call this server. */
  name?: string | undefined;
  /** Who may make an account: anybody who reaches it, only who shows an invite, or nobody but the very first. */
  registration: RegistrationKind;
  /** Which of these somebody has said, so that the host cannot set it while the server runs; all unless this is given. */
  given?: ReadonlySet<SettingName> | undefined;
  /**
   * Makes this server a party: it has this host from the start, and one chat that everybody is put into who joins. A
   * host that the data directory knows already keeps their name.
   */
  party?: { hostName: string } | undefined;
  /** Where webhooks may lead: to the public internet, also into this computer and its networks, or there are none. */
  webhooks: 'public' | 'any' | 'off';
  /** Archives that are made by themselves; without it there are none. */
  backups?: BackupsConfig | undefined;
  /** Who may read `GET /metrics`; without it nothing is measured. */
  metrics?: MetricsConfig | undefined;
}

/** How `GET /metrics` is reached: one of the two, or both. */
export interface MetricsConfig {
  /** Opens it on the server's own port. */
  token?: string | undefined;
  /** A port of its own, which asks for no token. */
  listen?: { port: number; host: string } | undefined;
}

/** Characters that a token for the metrics must have. */
const METRICS_TOKEN_MIN = 16;

/** What is done with an archive while no server runs. */
export type ArchiveCommand =
  { kind: 'export'; file: string } | { kind: 'import'; file: string } | { kind: 'undo-import' };

/** What the command line asks for. */
export type Command =
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  | { kind: 'archive'; config: ServerConfig; command: ArchiveCommand }
  | { kind: 'serve'; config: ServerConfig; open: boolean; resetPasswordOf: string | undefined };

/**
 * Reads the options: from the command line first, then the environment, then a `.env` file in the working directory.
 * @throws ConfigError
 */
export function readCommand(args: string[], env: NodeJS.ProcessEnv, directory: string): Command {
  const flags = readFlags(args);
  if (flags.help) return { kind: 'help', text: helpText() };
  if (flags.version) return { kind: 'version' };
  const fromFile = readEnvFile(path.join(directory, '.env'));
  const variable = (name: string): string | undefined => env[name] || fromFile[name] || undefined;
  const said = (name: OptionName) => flags[name] ?? variable(options[name].env);
  const typed = Object.fromEntries(optionNames.map((name) => [name, said(name) ?? options[name].preset]));
  const { data: value, error } = optionValues.safeParse(typed);
  if (error) {
    const name = error.issues[0]?.path[0] as OptionName;
    const source = flags[name] === undefined ? options[name].env : `--${name}`;
    throw new ConfigError(`${source} ${error.issues[0]?.message} (it is "${String(typed[name])}").`);
  }
  const config: ServerConfig = {
    port: value.port,
    host: value.host,
    dataDirectory: path.resolve(directory, value.data),
    secretKey: variable('SECRET_KEY'),
    gemini: {
      apiKey: variable('GEMINI_API_KEY'),
      model: value['gemini-model'],
      baseUrl: value['gemini-base-url'],
    },
    corsOrigins: value['cors-origins'],
    logLevel: value['log-level'],
    rateLimit: value['rate-limit'],
    messageMax: value['message-limit'],
    fileMax: value['file-limit'] * MB,
    filesMax: value['files-limit'] * MB,
    bcryptCost: value['bcrypt-cost'],
    name: value.name,
    registration: value.registration,
    given: new Set(settingNames.filter((name) => said(name) !== undefined)),
    webhooks: value.webhooks,
    metrics: readMetrics(variable('METRICS_TOKEN'), value['metrics-port'], value['metrics-host']),
    backups: readBackups(
      value['backup-hours'],
      path.resolve(directory, value.data),
      value['backup-directory'],
      directory,
    ),
  };
  const command = readArchiveCommand(flags, directory);
  if (command) return { kind: 'archive', command, config };
  const reset = flags['reset-password'];
  return {
    kind: 'serve',
    open: flags.open === true,
    resetPasswordOf: typeof reset === 'string' ? reset : undefined,
    config,
  };
}

function readArchiveCommand(flags: ReturnType<typeof readFlags>, directory: string): ArchiveCommand | undefined {
  const asked = (['export', 'import', 'undo-import'] as const).filter((name) => flags[name] !== undefined);
  if (asked.length > 1) throw new ConfigError(`--${asked.join(' and --')} cannot be used together. See --help.`);
  const [kind] = asked;
  if (kind === undefined) return undefined;
  if (kind === 'undo-import') return { kind };
  if (flags[kind] === '') throw new ConfigError(`--${kind} needs the name of a file. See --help.`);
  return { kind, file: path.resolve(directory, String(flags[kind])) };
}

function readMetrics(token: string | undefined, port: number | undefined, host: string): MetricsConfig | undefined {
  if (token !== undefined && !(token.length >= METRICS_TOKEN_MIN && /^[\x21-\x7e]+$/.test(token))) {
    throw new ConfigError(
      `METRICS_TOKEN must have ${METRICS_TOKEN_MIN} characters or more, and no spaces: openssl rand -hex 32 makes one.`,
    );
  }
  if (token === undefined && port === undefined) return undefined;
  return { token, listen: port === undefined ? undefined : { port, host } };
}

function readBackups(hours: number, data: string, given: string | undefined, from: string): BackupsConfig | undefined {
  if (hours === 0) return undefined;
  return { hours, directory: given === undefined ? path.join(data, 'backups') : path.resolve(from, given) };
}

function readFlags(args: string[]): Record<string, string | boolean | undefined> {
  const valued = optionNames.map((name) => [name, { type: 'string' as const }] as const);
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...Object.fromEntries(valued),
        export: { type: 'string' },
        import: { type: 'string' },
        'undo-import': { type: 'boolean' },
        'reset-password': { type: 'string' },
        open: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
    return { ...values };
  } catch (error) {
    throw new ConfigError(`${reasonOf(error).split(/\.\s/)[0]}. See --help.`, { cause: error });
  }
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new ConfigError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
