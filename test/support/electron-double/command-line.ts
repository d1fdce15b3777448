import type * as Electron from 'electron';
import { record } from './calls.ts';
import { only } from './unsupported.ts';

/** The value of a switch `--name=value` that this program was started with; empty for a bare `--name`. */
export function switchValue(name: string): string | undefined {
  const given = process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  return given?.slice(`--${name}=`.length);
}

export const commandLine = only('app.commandLine', {
  hasSwitch: (name) => switchValue(name) !== undefined,
  getSwitchValue: (name) => switchValue(name) ?? '',
  // They are for Electron's own Chromium; here they are only written down.
  appendSwitch: (name, value) => record('commandLine.appendSwitch', name, value),
  appendArgument: (value) => record('commandLine.appendArgument', value),
} satisfies Pick<Electron.CommandLine, 'hasSwitch' | 'getSwitchValue' | 'appendSwitch' | 'appendArgument'>);
