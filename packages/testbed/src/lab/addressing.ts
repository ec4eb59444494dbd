/** Addresses that a laboratory does not spell out. */
import { isIPv4 } from 'node:net';

const toNumber = (ipv4: string): number =>
  ipv4.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toText = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

/** The address `steps` after this one, with the same prefix length. IPv6 counts in its last group. */
export function addressAfter(cidr: string, steps: number): string {
  if (cidr === 'none') return cidr;
  const [address = '', length] = cidr.split('/');
  if (isIPv4(address)) return `${toText((toNumber(address) + steps) >>> 0)}/${length}`;
  const last = /[0-9a-f]*$/i.exec(address)?.[0] ?? '';
  const next = (Number.parseInt(last || '0', 16) + steps).toString(16);
  return `${address.slice(0, address.length - last.length)}${next}/${length}`;
}

/** Fills what was left out with the free addresses of 10.0.0.0/24 (/16 for large laboratories); `none` stays without one. `others` are taken, too. */
export function autoAddresses(
  written: readonly (string | undefined)[],
  others: readonly string[] = [],
): (string | undefined)[] {
  const taken = new Set([...written, ...others].map((cidr) => cidr?.split('/')[0]));
  const length = written.length > 254 ? 16 : 24;
  let next = toNumber('10.0.0.1');
  return written.map((cidr) => {
    if (cidr === 'none') return undefined;
    if (cidr !== undefined) return cidr;
    while (taken.has(toText(next)) || [0, 255].includes(next & 255)) next++;
    return `${toText(next++)}/${length}`;
  });
}

/** The first and the last address of an IPv4 network that an interface can have. */
export function networkRange(cidr: string): { readonly first: string; readonly last: string } {
  const [address = '', length = '0'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  const start = Math.floor(toNumber(address) / size) * size;
  return size <= 2
    ? { first: toText(start), last: toText(start + size - 1) }
    : { first: toText(start + 1), last: toText(start + size - 2) };
}

/** Whether an IPv4 address is one of a network's interfaces. */
export function within(address: string, cidr: string): boolean {
  if (!isIPv4(address) || !isIPv4(cidr.split('/')[0] ?? '')) return false;
  const { first, last } = networkRange(cidr);
  const value = toNumber(address);
  return toNumber(first) <= value && value <= toNumber(last);
}
