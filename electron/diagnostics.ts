import * as z from 'zod';
import type { HostState, Protection } from './bridge.ts';
import type { StoredSettings } from './settings.ts';

/** What a bug report starts with. */
export interface DiagnosticFacts {
  app: { name: string; version: string; packaged: boolean };
  /** As in `process.versions`. */
  versions: NodeJS.Dict<string>;
  system: { platform: string; release: string; arch: string; locale: string };
  settings: Readonly<StoredSettings>;
  protection: Protection;
  host: HostState['kind'];
  /** Lines of the log, as written. */
  log: readonly string[];
  /** Texts that name the user or the machine: home directory, user name, host name. */
  personal: readonly string[];
}

/** The fields of a log line that say something about the program and nothing about people. */
const logLine = z.object({
  level: z.number(),
  time: z.string(),
  msg: z.string().catch(''),
  channel: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  err: z.object({ type: z.string(), message: z.string(), stack: z.string() }).partial().optional().catch(undefined),
});

/** Text for a bug report: no names, no addresses, no secrets. */
export function describe(facts: DiagnosticFacts): string {
  const { app, versions, system, settings, protection, host, log, personal } = facts;
  const named = ['electron', 'chrome', 'node'].map((name) => `${name} ${versions[name] ?? 'unknown'}`);
  return [
    `${app.name} ${app.version}${app.packaged ? '' : ' (from its sources)'}`,
    named.join(', '),
    `${system.platform} ${system.release} ${system.arch}, ${system.locale}`,
    `hosting: ${host}, secrets: ${protection}`,
    `notifications: ${settings.notifications}, closing while hosting: ${settings.closeWhileHosting}`,
    '',
    ...log.map((line) => describeLine(line, personal)),
    '',
  ].join('\n');
}

function describeLine(line: string, personal: readonly string[]): string {
  const parsed = logLine.safeParse(parseJson(line));
  if (!parsed.success) return '(a line that is no log entry)';
  const { level, time, msg, err, ...fields } = parsed.data;
  const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const text = [`${time} ${level} ${msg}`, ...details].join(' ');
  const failure = err && `\n    ${err.stack ?? `${err.type ?? 'Error'}: ${err.message ?? ''}`}`;
  return redact(`${text}${failure ?? ''}`, personal);
}

/** Takes out what names a person, a machine or a secret. @param personal texts to take out, of any length */
export function redact(text: string, personal: readonly string[]): string {
  const withoutNames = personal
    .filter((name) => name.length > 1)
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, name) => rest.replaceAll(name, '<name>'), text);
  return (
    withoutNames
      .replace(/\b(?!file:|node:)[a-z][a-z\d+.-]*:\/\/[^\s"')]+/gi, '<address>')
      .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail>')
      .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?/g, '<address>')
      .replace(/[\da-f]{1,4}::[\da-f:]*(?:%\w+)?/gi, '<address>')
      .replace(/\[?(?:[\da-f]{0,4}:){3,7}[\da-f]{0,4}(?:%\w+)?\]?(?::\d+)?/gi, '<address>')
      .replace(/\b[\w-]+\.(?:local|lan|home)\b(?::\d+)?/gi, '<address>')
      // Tokens and keys: long, without spaces, with digits among the letters.
      .replace(/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}(?:\.[\w-]+)*/gi, '<secret>')
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
