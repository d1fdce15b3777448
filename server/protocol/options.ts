import * as z from 'zod/mini';
import { SERVER_NAME_MAX } from './limits.ts';
import { isVisible } from './text.ts';

/** Bytes of what people call a megabyte here. */
export const MB = 1_048_576;

/** What an option may be, always as it is typed: text. */
export type OptionForm =
  | { kind: 'text'; max: number; canBeEmpty?: true }
  | { kind: 'whole'; min: number; max: number }
  | { kind: 'decimal'; max: number }
  | { kind: 'choice'; choices: readonly string[] };

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const registrations = ['open', 'invite', 'closed'] as const;

/** Who may make an account: anybody who reaches the server, who shows an invite, nobody any more. */
export const registrationKind = z.enum(registrations, 'must be open, invite or closed');
export type RegistrationKind = z.infer<typeof registrationKind>;

/** The options that the host may also set while the server runs, each with its form. */
export const settingForms = {
  name: { kind: 'text', max: SERVER_NAME_MAX, canBeEmpty: true },
  registration: { kind: 'choice', choices: registrations },
  'gemini-model': { kind: 'text', max: 100 },
  'message-limit': { kind: 'whole', min: 1, max: 1_000_000 },
  'file-limit': { kind: 'whole', min: 1, max: 2048 },
  'files-limit': { kind: 'whole', min: 0, max: 100_000_000 },
  'rate-limit': { kind: 'decimal', max: 1000 },
  'log-level': { kind: 'choice', choices: logLevels },
} as const satisfies Record<string, OptionForm>;

export type SettingName = keyof typeof settingForms;
export const settingNames = Object.keys(settingForms) as SettingName[];

/** A whole number of that range, typed in digits. */
export function wholeNumber(min: number, max: number) {
  const sentence = `must be a whole number from ${min} to ${max}`;
  const digits = z.string().check(z.regex(/^\d{1,15}$/, sentence));
  return z.pipe(
    z.pipe(digits, z.transform(Number)),
    z.number().check(z.refine((value) => value >= min && value <= max, sentence)),
  );
}

function decimal(max: number) {
  const sentence = `must be a number from 0 to ${max} such as 0, 1 or 2.5`;
  return z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,9}(\.\d{1,9})?$/, sentence)), z.transform(Number)),
    z.number().check(z.refine((value) => value <= max, sentence)),
  );
}

function shortText(max: number) {
  return z.string().check(
    z.trim(),
    z.refine((value) => value !== '' && isVisible(value), 'must not be empty'),
    z.maxLength(max, `must have at most ${max} characters`),
  );
}

const whole = (name: 'message-limit' | 'file-limit' | 'files-limit') =>
  wholeNumber(settingForms[name].min, settingForms[name].max);

/** What each of these options means, from what is typed. */
export const settingValues = z.object({
  name: z.optional(shortText(settingForms.name.max)),
  registration: registrationKind,
  'gemini-model': shortText(settingForms['gemini-model'].max),
  'message-limit': whole('message-limit'),
  'file-limit': whole('file-limit'),
  'files-limit': whole('files-limit'),
  'rate-limit': decimal(settingForms['rate-limit'].max),
  'log-level': z.enum(logLevels, `must be ${logLevels.slice(0, -1).join(', ')} or silent`),
});

/** One setting of a server; answer of `GET /api/admin/settings` is a list of these. */
export const setting = z.object({
  name: z.enum(settingNames as [SettingName, ...SettingName[]]),
  /** As it is typed; null where there is none. */
  value: z.nullable(z.string()),
  /** What it is where nobody says otherwise. */
  preset: z.nullable(z.string()),
  /** Who says so: `start` the command line or the environment, which cannot be changed here; `host` here; `preset` nobody. */
  source: z.enum(['start', 'host', 'preset']),
});
export type Setting = z.infer<typeof setting>;

/** Null is the preset; so is nothing, where that is allowed. */
function typed(name: SettingName) {
  return z.optional(
    z.nullable(
      z.string().check(({ value, issues }) => {
        if (isUnset(name, value)) return;
        const { error } = settingValues.shape[name].safeParse(value.trim());
        const message = error?.issues[0]?.message;
        if (message !== undefined) issues.push({ code: 'custom', input: value, message });
      }),
    ),
  );
}

/** True where an empty field asks for the preset. */
export function isUnset(name: SettingName, value: string): boolean {
  return value.trim() === '' && 'canBeEmpty' in settingForms[name];
}

/** Body of `PATCH /api/admin/settings`: what is left out stays, null is the preset again. The answer is as that of GET. */
export const settingsChange = z.strictObject({
  name: typed('name'),
  registration: typed('registration'),
  'gemini-model': typed('gemini-model'),
  'message-limit': typed('message-limit'),
  'file-limit': typed('file-limit'),
  'files-limit': typed('files-limit'),
  'rate-limit': typed('rate-limit'),
  'log-level': typed('log-level'),
} satisfies Record<SettingName, unknown>);
export type SettingsChange = z.infer<typeof settingsChange>;
