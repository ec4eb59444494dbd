/** What a packet of the network is, as far as a person wants to know at a glance. */
import { ipText } from '../wire/ip.js';
import { type EapolKey, keyMessageName, parseEapolKey } from './eapol.js';
import type { Msdu } from './msdu.js';
import { be16 } from './octets.js';

export interface Packet {
  /** 'IPv4', 'IPv6', 'ARP', 'EAPOL', or '0x88b7'; 'LLC' where there is no type. */
  readonly kind: string;
  /** 'ICMP', 'TCP', 'UDP', 'ICMPv6', or the number, of IP packets. */
  readonly protocol?: string;
  /** Addresses of the network, of IP and ARP packets. */
  readonly from?: string;
  readonly to?: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  /** 'echo request', 'who has 10.0.0.2', 'message 1 of 4'. */
  readonly says?: string;
}

const KINDS: Readonly<Record<number, string>> = {
  2048: 'IPv4',
  2054: 'ARP',
  34525: 'IPv6',
  34958: 'EAPOL',
};
const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };
const ICMP: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ICMP: { 0: 'echo reply', 3: 'unreachable', 5: 'redirect', 8: 'echo request', 11: 'time exceeded' },
  ICMPv6: {
    ...{ 1: 'unreachable', 2: 'packet too big', 128: 'echo request', 129: 'echo reply' },
    ...{ 133: 'router solicitation', 134: 'router advertisement' },
    ...{ 135: 'neighbour solicitation', 136: 'neighbour advertisement' },
  },
};

const ipAt = (octets: Uint8Array, at: number, length: number): string =>
  ipText(octets.subarray(at, at + length));

/** What a transport says of itself; `octets` begin with it. */
function transport(number: number, octets: Uint8Array): Partial<Packet> & { readonly protocol: string } {
  const protocol = PROTOCOLS[number] ?? String(number);
  const says = ICMP[protocol]?.[octets[0] ?? -1];
  if (says !== undefined) return { protocol, says };
  if ((protocol === 'TCP' || protocol === 'UDP') && octets.length >= 4)
    return { protocol, fromPort: be16(octets, 0), toPort: be16(octets, 2) };
  return { protocol };
}

function ipv4(octets: Uint8Array): Partial<Packet> {
  const header = ((octets[0] ?? 0) & 0x0f) * 4;
  if (octets.length < 20 || header < 20) return {};
  const first = (be16(octets, 6) & 0x1fff) === 0;
  const carried = transport(octets[9] ?? 0, first ? octets.subarray(header) : new Uint8Array());
  return { ...carried, from: ipAt(octets, 12, 4), to: ipAt(octets, 16, 4) };
}

function ipv6(octets: Uint8Array): Partial<Packet> {
  if (octets.length < 40) return {};
  // Hop-by-hop options stand in front of what listeners of groups say; nothing else is looked behind.
  const options = octets[6] === 0 && octets.length >= 48;
  const next = options ? (octets[40] ?? 0) : (octets[6] ?? 0);
  const from = options ? 48 + 8 * (octets[41] ?? 0) : 40;
  return { ...transport(next, octets.subarray(from)), from: ipAt(octets, 8, 16), to: ipAt(octets, 24, 16) };
}

function arp(octets: Uint8Array): Partial<Packet> {
  if (octets.length < 28) return {};
  const [from, to] = [ipAt(octets, 14, 4), ipAt(octets, 24, 4)];
  return { from, to, says: be16(octets, 6) === 1 ? `who has ${to}` : `${from} is here` };
}

function eapol(octets: Uint8Array): Partial<Packet> {
  const key: EapolKey | undefined = parseEapolKey(octets);
  return key ? { says: keyMessageName(key) } : {};
}

const READERS: Readonly<Record<string, (octets: Uint8Array) => Partial<Packet>>> = {
  IPv4: ipv4,
  IPv6: ipv6,
  ARP: arp,
  EAPOL: eapol,
};

/** Never throws: what is cut off has fewer fields. */
export function packetOf({ ethertype, payload }: Msdu): Packet {
  if (ethertype === undefined) return { kind: 'LLC' };
  const kind = KINDS[ethertype] ?? `0x${ethertype.toString(16).padStart(4, '0')}`;
  return { kind, ...READERS[kind]?.(payload) };
}

/** 'ICMP echo request 10.0.0.1 > 10.0.0.2', 'UDP 10.0.0.1:68 > 10.0.0.255:67', 'ARP who has 10.0.0.2'. */
export function packetText(packet: Packet): string {
  const { kind, protocol, from, to, fromPort, toPort, says } = packet;
  const end = (address: string, port: number | undefined): string =>
    port === undefined ? address : `${address}${address.includes(':') ? ' port ' : ':'}${port}`;
  const way =
    from === undefined || to === undefined || kind === 'ARP'
      ? ''
      : `${end(from, fromPort)} > ${end(to, toPort)}`;
  return [protocol ?? kind, says ?? '', way].filter((word) => word !== '').join(' ');
}
