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

/** Fills what was left out with the free addresses of 10.0.0.0/24 (/16 for large laboratories); `none` stays without one. */
export function autoAddresses(written: readonly (string | undefined)[]): (string | undefined)[] {
  const taken = new Set(written.map((cidr) => cidr?.split('/')[0]));
  const length = written.length > 254 ? 16 : 24;
  let next = toNumber('10.0.0.1');
  return written.map((cidr) => {
    if (cidr === 'none') return undefined;
    if (cidr !== undefined) return cidr;
    while (taken.has(toText(next)) || [0, 255].includes(next & 255)) next++;
    return `${toText(next++)}/${length}`;
  });
}
