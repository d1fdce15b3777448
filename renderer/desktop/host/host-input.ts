import type { Access, HostDefaults, HostOptions } from '../../../electron/bridge.ts';
import { SERVER_NAME_MAX } from '../../../server/protocol/limits.ts';
import { isReservedUsername, username as usernameSchema } from '../../../server/protocol/users.ts';
import { serverSentence } from '../../texts/server-sentence.ts';
import { text } from '../../texts/text.ts';

/** The host form as it is filled in. */
export interface HostInput {
  name: string;
  username: string;
  port: string;
  access: Access;
}

export type HostField = 'name' | 'username' | 'port';

/** What is wrong with which field. */
export type HostErrors = Partial<Record<HostField, string>>;

const blank: HostInput = { name: '', username: '', port: '', access: 'invite' };

/** What stands in the form: what was chosen, also before the defaults were there, and they for the rest. */
export function inputOf(defaults: HostDefaults | null, chosen: Partial<HostInput>): HostInput {
  if (defaults === null) return { ...blank, ...chosen };
  const { name, username, port, access, hasParty } = defaults;
  // Who hosts a party that there is already is settled.
  return { name, access, port: String(port), username, ...chosen, ...(hasParty && { username }) };
}

function usernameError(name: string): string | null {
  if (name === '') return text('host.username.missing');
  if (isReservedUsername(name)) return text('host.username.reserved');
  const parsed = usernameSchema.safeParse(name);
  if (parsed.success) return null;
  return text('field.invalid', {
    field: text('host.username'),
    problem: serverSentence(parsed.error.issues[0]?.message ?? ''),
  });
}

/** The options for what was filled in, or what is wrong with it. */
export function toHostOptions(input: HostInput): { options: HostOptions } | { errors: HostErrors } {
  const name = input.name.trim();
  const username = input.username.trim();
  const port = Number(input.port);
  const isPort = /^\d+$/.test(input.port.trim()) && (port === 0 || (port >= 1024 && port <= 65_535));
  const wrongUsername = usernameError(username);
  const errors: HostErrors = {
    ...((name === '' || name.length > SERVER_NAME_MAX) && { name: text('host.name.missing') }),
    ...(wrongUsername !== null && { username: wrongUsername }),
    ...(!isPort && { port: text('host.port.invalid') }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return { options: { name, username, port, access: input.access } };
}
