import * as z from 'zod';
import { FILE_MAX, FILES_MAX } from './protocol/files.ts';
import { MESSAGE_MAX } from './protocol/limits.ts';
import { MB, settingValues, wholeNumber } from './protocol/options.ts';

const originList = z
  .string()
  .transform((list) => list.split(',').flatMap((entry) => entry.trim().replace(/\/$/, '') || []))
  .refine(
    (list) => list.every((entry) => /^[a-z][a-z\d+.-]*:\/\/[^/?#]+$/i.test(entry) && URL.canParse(entry)),
    'must be a list of origins such as https://chat.example.org, separated by commas',
  );

/** The form of every option, by its name on the command line. */
export const optionValues = z.object({
  ...settingValues.shape,
  port: wholeNumber(0, 65_535),
  host: z.string(),
  data: z.string(),
  'cors-origins': originList,
  'bcrypt-cost': wholeNumber(10, 12),
  webhooks: z.enum(['public', 'any', 'off'], { error: 'must be public, any or off' }),
  'backup-hours': wholeNumber(0, 8760),
  'backup-directory': z.optional(z.string().check(z.minLength(1, 'must not be empty'))),
  'metrics-port': z.optional(wholeNumber(0, 65_535)),
  'metrics-host': z.string(),
  'gemini-base-url': z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
});

export type OptionName = keyof typeof optionValues.shape;

interface Option {
  /** The environment variable that does the same. */
  env: string;
  /** Used where neither is given. */
  preset?: string;
  help: string;
}

export const options: Record<OptionName, Option> = {
  port: { env: 'PORT', preset: '8000', help: 'port to listen on; 0 takes a free one' },
  host: { env: 'HOST', preset: '127.0.0.1', help: 'address to listen on; 0.0.0.0 for the whole network' },
  data: { env: 'DATA_DIR', preset: 'data', help: 'directory that holds everything that is kept' },
  name: { env: 'SERVER_NAME', help: 'what people call this server' },
  registration: {
    env: 'REGISTRATION',
    preset: 'open',
    help: 'who may make an account: open (anybody), invite (who shows an invite) or closed (nobody)',
  },
  webhooks: {
    env: 'WEBHOOKS',
    preset: 'public',
    help: 'where webhooks may lead: public (the internet), any (also this network) or off',
  },
  'gemini-model': { env: 'GEMINI_MODEL', preset: 'gemini-flash-latest', help: 'Gemini model to ask' },
  'gemini-base-url': { env: 'GEMINI_BASE_URL', help: 'another endpoint of the Gemini API' },
  'cors-origins': {
    env: 'CORS_ORIGINS',
    preset: '',
    help: 'further origins to trust, separated by commas; their host names are served too',
  },
  'log-level': { env: 'LOG_LEVEL', preset: 'info', help: 'fatal, error, warn, info, debug, trace or silent' },
  'rate-limit': { env: 'RATE_LIMIT', preset: '1', help: 'factor on the built-in rate limits; 0 switches them off' },
  'message-limit': {
    env: 'MESSAGE_LIMIT',
    preset: String(MESSAGE_MAX),
    help: 'characters that a message may have',
  },
  'file-limit': { env: 'FILE_LIMIT', preset: String(FILE_MAX / MB), help: 'MB that a file may have' },
  'files-limit': {
    env: 'FILES_LIMIT',
    preset: String(FILES_MAX / MB),
    help: 'MB that all files together may have; 0 for as much as the disk takes',
  },
  'bcrypt-cost': { env: 'BCRYPT_COST', preset: '10', help: 'cost of password hashes, 10 to 12' },
  'backup-hours': {
    env: 'BACKUP_HOURS',
    preset: '0',
    help: 'hours from one backup of everything to the next; the newest 7 are kept; 0 makes none',
  },
  'backup-directory': { env: 'BACKUP_DIRECTORY', help: 'where backups go (default: backups, in the data directory)' },
  'metrics-port': { env: 'METRICS_PORT', help: 'port for GET /metrics without a token; off unless given' },
  'metrics-host': { env: 'METRICS_HOST', preset: '127.0.0.1', help: 'address that this port is on' },
};

export const optionNames = Object.keys(options) as OptionName[];

/** Only from the environment: what stands on a command line, everybody on the machine can read. */
export const secrets = {
  GEMINI_API_KEY: 'key for the Gemini API; without one the built-in demo bot answers',
  METRICS_TOKEN: 'opens GET /metrics, which is off without it; 16 characters or more',
  SECRET_KEY: 'key that signs the access tokens; default: a random one, made once and kept in the data directory',
};

export function helpText(): string {
  const row = (flag: string, env: string, help: string) => `  ${flag.padEnd(24)} ${env.padEnd(16)} ${help}`;
  return [
    'Usage: gemini-coop [options]',
    '',
    'Options, each with the environment variable that does the same:',
    ...optionNames.map((name) => {
      const { env, help, preset } = options[name];
      return row(`--${name} VALUE`, env, preset ? `${help} (default: ${preset})` : help);
    }),
    row('--reset-password NAME', '', 'print a link with which that person, the host too, chooses a new password'),
    row('--export FILE', '', 'write everything into an archive, and end; for a server that does not run'),
    row('--import FILE', '', 'put an archive in the place of everything, and end; for a server that does not run'),
    row('--undo-import', '', 'put back what the last import, or a restore in the page, has replaced, and end'),
    row('--open', '', 'open the default browser when ready'),
    row('--help, --version', '', 'print this, or the version'),
    '',
    'Only from the environment:',
    ...Object.entries(secrets).map(([name, help]) => row('', name, help)),
    '',
    'A file .env in the working directory is read too; the command line and the environment come first.',
  ].join('\n');
}
