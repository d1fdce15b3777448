import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Where webhooks may lead: only to the public internet, or also into this computer and its networks. */
export type Reach = 'public' | 'any';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Ranges that `any` opens. Cloud machines tell their secrets at link-local addresses; those never are. */
const inner = new Set<string>(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal']);

/**
 * Whether a webhook may be sent to an IP address. What carries an IPv4 address inside counts as that one. Everything that
 * is not known to be good is not.
 * @param own addresses of this computer, which are not public whatever their range is.
 */
export function isReachable(text: string, reach: Reach, own: readonly string[]): boolean {
  // The library takes `::8.8.8.8`, which is nobody's, for `::ffff:8.8.8.8`.
  if (!ipaddr.isValid(text) || /^::\d+\./.test(text)) return false;
  const parsed = ipaddr.parse(text);
  // A zone names an interface of this computer.
  if (parsed instanceof ipaddr.IPv6 && parsed.zoneId) return false;
  const address = carried(parsed);
  const range = rangeOf(address);
  if (reach === 'any' && inner.has(range)) return true;
  if (range !== 'unicast') return false;
  if (reach === 'any') return true;
  const plain = address.toString();
  return !own.some((one) => ipaddr.isValid(one) && carried(ipaddr.parse(one)).toString() === plain);
}

/** The addresses of this computer's interfaces. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries = []) => entries.map(({ address }) => address));
}

/** The IPv4 address that an IPv6 one stands for: mapped, behind a NAT64, or by 6to4; otherwise itself. */
function carried(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  const isNat64 = address.match(ipaddr.IPv6.parse('64:ff9b::'), 96);
  if (address.isIPv4MappedAddress() || isNat64) return new ipaddr.IPv4(bytes.slice(12));
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
  return address;
}

function rangeOf(address: Address): string {
  const range = address.range();
  // Of all else, such as `::127.0.0.1`, nothing is given to anybody yet.
  const isGlobal = !(address instanceof ipaddr.IPv6) || address.match(ipaddr.IPv6.parse('2000::'), 3);
  return range === 'unicast' && !isGlobal ? 'reserved' : range;
}
