/**
 * Which addresses a webhook may have. A function must not be made to send requests to its own runtime, to the metadata
 * of AWS, or to anything else that only it can reach (OWASP, "Server-Side Request Forgery").
 */
import { BlockList, isIP } from 'node:net';

/** https://www.iana.org/assignments/iana-ipv4-special-registry */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** Within the global unicast addresses. https://www.iana.org/assignments/iana-ipv6-special-registry */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;

const special = new BlockList();
for (const subnet of specialIpv4) add(subnet, 'ipv4');
for (const subnet of specialIpv6) add(subnet, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

function add(subnet: string, family: 'ipv4' | 'ipv6'): void {
  const [net = '', prefix] = subnet.split('/');
  special.addSubnet(net, Number(prefix), family);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** `loopback`: the lab's own machine is allowed as well, without TLS. */
export type AllowedAddresses = 'public' | 'loopback';

/** @param address an IP address. */
export function isAllowedAddress(address: string, allowed: AllowedAddresses): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) return false;
  if (allowed === 'loopback' && loopback.check(address, family)) return true;
  if (family === 'ipv6' && !globalUnicast.check(address, 'ipv6')) return false;
  return !special.check(address, family);
}

/** @returns what is wrong with the URL of a webhook; undefined if nothing is. */
export function urlFault(text: string, allowed: AllowedAddresses): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, hostname, username, password, hash } = new URL(text);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const isLocal =
    host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));
  if (protocol !== 'https:' && !(allowed === 'loopback' && protocol === 'http:' && isLocal)) {
    return 'must begin with https://';
  }
  if (username !== '' || password !== '') return 'must not contain a user name or a password';
  if (hash !== '') return 'must not contain a fragment';
  if (allowed === 'loopback' && isLocal) return undefined;
  if (isIP(host) === 0 ? isInternalName(host) : !isAllowedAddress(host, allowed)) {
    return 'must be reachable from the internet';
  }
  return undefined;
}

/** Names that no public resolver knows (RFC 6761, RFC 6762, ICANN's `internal`). */
function isInternalName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || /\.(localhost|local|internal|test|invalid|onion)$/.test(name);
}
