/** What an interface of a laboratory cannot have as its address. */
import { isIP, isIPv4 } from 'node:net';

const octets = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

/** The last that fits counts. */
const TAKEN: readonly (readonly [first: string, length: number, what: string])[] = [
  ['0.0.0.0', 8, 'an address of nobody'],
  ['127.0.0.0', 8, 'an address of the loopback interface'],
  ['224.0.0.0', 4, 'a group address'],
  ['240.0.0.0', 4, 'a reserved address'],
  ['255.255.255.255', 32, 'the address of everybody'],
];

function ofIPv4(address: string, length: number): string | undefined {
  const value = octets(address);
  const block = (bits: number) => Math.floor(value / 2 ** (32 - bits));
  const taken = TAKEN.findLast(
    ([first, bits]) => block(bits) === Math.floor(octets(first) / 2 ** (32 - bits)),
  );
  if (taken) return `is ${taken[2]}`;
  if (length === 0) return 'has a prefix of no length, as if everybody were in its network';
  if (length >= 31) return undefined;
  const host = value % 2 ** (32 - length);
  if (host === 0) return 'is the address of its network, not of an interface in it';
  if (host === 2 ** (32 - length) - 1) return 'is the broadcast address of its network';
  return undefined;
}

/** The sixteen octets of an IPv6 address, as hexadecimal digits; URLs have one spelling for each. */
export function spelling(address: string): string {
  if (isIPv4(address)) return address;
  try {
    return new URL(`http://[${address}]`).hostname.slice(1, -1);
  } catch {
    return address;
  }
}

function ofIPv6(address: string, length: number): string | undefined {
  const text = spelling(address);
  if (text === '::') return 'is the address of nobody';
  if (text === '::1') return 'is the address of the loopback interface';
  if (text.startsWith('ff')) return 'is a group address';
  if (text.startsWith('::ffff:')) return 'is an IPv4 address in other words';
  if (length === 0) return 'has a prefix of no length, as if everybody were in its network';
  return undefined;
}

/** Why no interface can have this address (with its prefix length); undefined where one can. */
export function addressProblem(cidr: string): string | undefined {
  const [address = '', length = ''] = cidr.split('/');
  if (isIP(address) === 0) return `is ${cidr}, which is no address: counted up, its last group is too large`;
  const why = (isIPv4(address) ? ofIPv4 : ofIPv6)(address, Number(length));
  return why === undefined ? undefined : `is ${cidr}, which ${why}; take another, such as 10.0.0.1/24`;
}
