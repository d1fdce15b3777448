import type { Device } from '../../../../server/protocol/sessions.ts';
import { text } from '../../../texts/text.ts';

/** What a device is called: the names of programs and systems are the same in every language. */
export function deviceName({ program, system }: Device): string {
  const name = program === 'app' ? text('devices.app') : program;
  if (name === null) return system ?? text('devices.unknown');
  return system === null ? name : text('devices.on', { program: name, system });
}
