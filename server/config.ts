import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import * as z from 'zod';
import { MESSAGE_MAX } from './protocol/limits.ts';

/** What is wrong with the options, in one line for who typed them. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const origins = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim().replace(/\/$/, ''))
      .filter((entry) => entry !== ''),
  )
  .refine(
    (list) => list.every((entry) => URL.canParse(entry)),
    'must be a comma-separated list of origins such as https://chat.example.org',
  );

/** Every option: its command line name, its environment variable, its form and default, and a line of help. */
const options = {
  port: { env: 'PORT', schema: wholeNumber(0, 65_535), default: '8000', help: 'port to listen on; 0 takes a free one' },
  host: {
    env: 'HOST',
    schema: z.string().min(1),
    default: '127.0.0.1',
    help: 'address to listen on; 0.0.0.0 for the whole network',
  },
  data: {
    env: 'DATA_DIR',
    schema: z.string().min(1),
    default: 'data',
    help: 'directory that holds everything that is kept',
  },
  'cors-origins': {
    env: 'CORS_ORIGINS',
    schema: origins,
    default: '',
    help: 'further origins to trust, separated by commas; their host names are served too',
  },
  'log-level': {
    env: 'LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    help: 'fatal, error, warn, info, debug, trace or silent',
  },
  'rate-limit': {
    env: 'RATE_LIMIT',
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'must be a number such as 0, 1 or 2.5')
      .transform(Number),
    default: '1',
    help: 'factor on the built-in rate limits; 0 switches them off',
  },
  'message-limit': {
    env: 'MESSAGE_LIMIT',
    schema: wholeNumber(1, 1_000_000),
    default: String(MESSAGE_MAX),
    help: 'characters that a message may have',
  },
  'bcrypt-cost': {
    env: 'BCRYPT_COST',
    schema: wholeNumber(10, 12),
    default: '10',
    help: 'cost of password hashes, 10 to 12',
  },
  'gemini-model': {
    env: 'GEMINI_MODEL',
    schema: z.string().min(1),
    default: 'gemini-flash-latest',
    help: 'Gemini model to ask',
  },
  'gemini-base-url': {
    env: 'GEMINI_BASE_URL',
    schema: z.url('must be a URL').optional(),
    default: undefined,
    help: 'another endpoint of the Gemini API',
  },
} as const;

/** Only from the environment: what stands on a command line, everybody on the machine can read. */
const secrets = {
  SECRET_KEY:
    'key that signs the access tokens, at least 32 characters; default: made once and kept in the data directory',
  GEMINI_API_KEY: 'key for the Gemini API; without one the built-in demo bot answers',
} as const;

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
  bcryptCost: number;
  /** Where the built renderer is; without it no pages are served. */
  rendererDirectory?: string | undefined;
}

/** What the command line asks for. */
export type Command =
  { kind: 'help'; text: string } | { kind: 'version' } | { kind: 'serve'; config: ServerConfig; open: boolean };

/**
 * Reads the options: the command line first, then the environment, then a `.env` file in the working directory.
 * @throws ConfigError
 */
export function readCommand(args: string[], env: NodeJS.ProcessEnv, directory: string): Command {
  const flags = readFlags(args);
  if (flags.help) return { kind: 'help', text: helpText() };
  if (flags.version) return { kind: 'version' };
  const fromFile = readEnvFile(path.join(directory, '.env'));
  const variable = (name: string): string | undefined => env[name] || fromFile[name] || undefined;
  const option = <Name extends keyof typeof options>(name: Name): z.output<(typeof options)[Name]['schema']> => {
    const { env: envName, schema, default: preset } = options[name];
    const flag = flags[name];
    const value = typeof flag === 'string' ? flag : (variable(envName) ?? preset);
    const result = z.safeParse(schema as z.ZodType, value);
    if (result.success) return result.data as z.output<(typeof options)[Name]['schema']>;
    const source = typeof flag === 'string' ? `--${name}` : envName;
    throw new ConfigError(`${source} ${result.error.issues[0]?.message ?? 'is not valid'} (it is "${value ?? ''}")`);
  };
  const secretKey = variable('SECRET_KEY');
  if (secretKey !== undefined && secretKey.length < 32) {
    throw new ConfigError('SECRET_KEY must have at least 32 characters; leave it out and a good one is made');
  }
  return {
    kind: 'serve',
    open: flags.open === true,
    config: {
      port: option('port'),
      host: option('host'),
      dataDirectory: path.resolve(directory, option('data')),
      secretKey,
      gemini: {
        apiKey: variable('GEMINI_API_KEY'),
        model: option('gemini-model'),
        baseUrl: option('gemini-base-url'),
      },
      corsOrigins: option('cors-origins'),
      logLevel: option('log-level'),
      rateLimit: option('rate-limit'),
      messageMax: option('message-limit'),
      bcryptCost: option('bcrypt-cost'),
    },
  };
}

function readFlags(args: string[]) {
  const strings = Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' as const }]));
  const booleans = {
    open: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  } as const;
  try {
    return parseArgs({ args, options: { ...strings, ...booleans }, strict: true }).values as Record<
      string,
      string | boolean | undefined
    >;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new ConfigError(`${reason}. See --help.`, { cause: error });
  }
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new ConfigError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function helpText(): string {
  const rows = Object.entries(options).map(([name, { env, help, default: preset }]) => {
    const value = preset === undefined || preset === '' ? '' : ` (default: ${preset})`;
    return `  ${`--${name} VALUE`.padEnd(24)} ${env.padEnd(16)} ${help}${value}`;
  });
  const flags = [
    `  ${'--open'.padEnd(24)} ${''.padEnd(16)} open the default browser when ready`,
    `  ${'--help, --version'.padEnd(24)} ${''.padEnd(16)} print this, or the version`,
  ];
  const environment = Object.entries(secrets).map(([name, help]) => `  ${name.padEnd(24)} ${help}`);
  return [
    'Usage: gemini-coop [options]',
    '',
    'Options, each with the environment variable that does the same:',
    ...rows,
    ...flags,
    '',
    'Only from the environment or a .env file:',
    ...environment,
  ].join('\n');
}
