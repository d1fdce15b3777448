import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';
import { SERVER_NAME_MAX, USERNAME_MAX } from '../../server/protocol/limits.ts';
import type { FoundParty } from '../bridge.ts';
import { cleanText } from './clean-text.ts';

const ADDRESSES_MAX = 8;

const shownText = (max: number) => z.string().transform((text) => Array.from(cleanText(text)).slice(0, max).join(''));

const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** What a stranger says of a party, as bonjour-service hands it over. */
const announcement = z.object({
  port: z.int().min(1).max(65_535),
  addresses: z.array(z.string()).catch([]),
  referer: z.object({ address: z.string() }),
  txt: z.object({
    id: z.string().regex(/^[\w-]{1,64}$/),
    v: number,
    ver: shownText(20).catch(''),
    name: shownText(SERVER_NAME_MAX).refine((name) => name !== ''),
    host: shownText(USERNAME_MAX).catch(''),
    invite: z.enum(['0', '1']),
  }),
});

/** The party that an answer tells of; undefined where it is none, or not of the form that ours have. */
export function readFoundParty(answer: unknown): FoundParty | undefined {
  const { data } = announcement.safeParse(answer);
  if (data === undefined) return undefined;
  const { txt, port, referer } = data;
  const addresses = baseUrls(referer.address, data.addresses, port);
  if (addresses.length === 0) return undefined;
  return {
    serverId: txt.id,
    name: txt.name,
    host: txt.host,
    addresses,
    protocol: txt.v,
    version: txt.ver,
    needsInvite: txt.invite === '1',
  };
}

/** The sender's first: the answer has come from there, so that there is a way. */
function baseUrls(sender: string, others: string[], port: number): string[] {
  const v4 = [sender, ...others].filter(canBeMachine);
  const v6 = others.filter(isGlobalIPv6).map((address) => `[${address}]`);
  const urls = [...v4, ...v6].map((address) => `http://${address}:${port}`);
  return [...new Set(urls)].slice(0, ADDRESSES_MAX);
}

/** An IPv4 address that another machine can have: not loopback, link-local, multicast or made for all. */
function canBeMachine(address: string): boolean {
  return isIPv4(address) && !/^(0|127|169\.254|22[4-9]|2[3-5]\d)\./.test(address);
}

/** Global or private: what is link-local is of no use without the name of an interface. */
function isGlobalIPv6(address: string): boolean {
  return isIPv6(address) && /^(?:[23]|f[cd])[\da-f:]+$/i.test(address);
}
