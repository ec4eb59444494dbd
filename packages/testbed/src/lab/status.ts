/** What a laboratory looks like from outside: `testbed status --json`, and the tables a person sees. */
import type { GuestReport } from '../fleet/spec.js';
import type { Hostapd } from '../node/hostapd.js';
import type { Ping } from '../node/ping.js';
import type { Supplicant } from '../node/supplicant.js';
import { hostPart, type LabNode } from './lab.js';

export interface NodeStatus {
  readonly name: string;
  readonly role: LabNode['kind'];
  readonly interface: string;
  /** A station: may send data. An access point: sends beacons. Another: what it runs is there. */
  readonly connected: boolean;
  readonly ssid: string | null;
  readonly bssid: string | null;
  /** Of several links the first. */
  readonly frequencyMhz: number | null;
  /** Of all links, where there are several. */
  readonly linksMhz?: readonly number[];
  /** How loud a station hears its access point. */
  readonly signalDbm: number | null;
  /** Without prefix length. */
  readonly address: string | null;
  /** What of it has ended, and how; left out where nothing has. */
  readonly why?: string;
}

export interface LabStatus {
  readonly lab: string;
  readonly backend: string;
  /** Release of the kernel the laboratory runs on. */
  readonly kernel: string;
  /** How a kernel that is a process runs its programs: seccomp is two to three times as fast. Left out elsewhere. */
  readonly userSpace?: 'seccomp' | 'ptrace';
  /** Why a hostile root in it could change something of the host; left out where none can. */
  readonly weakness?: string;
  /** The nodes' own guests; null where all nodes share one machine. */
  readonly guests: readonly GuestReport[] | null;
  readonly nodes: readonly NodeStatus[];
  /** As last measured. */
  readonly pings: readonly Ping[];
}

const base = (node: LabNode, leased?: string) => ({
  name: node.name,
  role: node.kind,
  interface: node.interface,
  address: node.address === undefined ? (leased ?? null) : hostPart(node.address),
});

const nothing = { connected: false, ssid: null, bssid: null, frequencyMhz: null, signalDbm: null };

/** Where the links of a device are, in a reply with a line for each. */
function linksOf(reply: string, line: RegExp): Pick<NodeStatus, 'linksMhz'> {
  const linksMhz = [...reply.matchAll(line)].map(([, mhz]) => Number(mhz));
  return linksMhz.length ? { linksMhz } : {};
}

/** The state of a node whose daemon does not run. */
export const deadStatus = (node: LabNode): NodeStatus => ({ ...base(node), ...nothing });

export async function accessPointStatus(node: LabNode, hostapd: Hostapd): Promise<NodeStatus> {
  const { state, ssid, bssid, frequencyMhz } = await hostapd.status();
  if (state !== 'ENABLED') return deadStatus(node);
  const links = node.kind === 'ap' && node.links ? await hostapd.request('STATUS') : '';
  return {
    ...{ ...base(node), ...linksOf(links, /^link_freq\[\d+\]=(\d+)$/gm) },
    connected: true,
    ssid: ssid ?? null,
    bssid: bssid ?? null,
    frequencyMhz: frequencyMhz ?? null,
    signalDbm: null,
  };
}

/** A node without a daemon of Wi-Fi. */
export const serviceStatus = (
  node: LabNode,
  why: string | undefined,
  leased: string | undefined,
): NodeStatus => ({
  ...base(node, leased),
  ...nothing,
  connected: why === undefined,
  ...(why === undefined ? {} : { why }),
});

export async function stationStatus(
  node: LabNode,
  supplicant: Supplicant,
  leased?: string,
): Promise<NodeStatus> {
  const { state, ssid, bssid, frequencyMhz } = await supplicant.status();
  if (state !== 'COMPLETED') return deadStatus(node);
  const { signalDbm } = await supplicant.signal();
  const several = node.kind === 'station' && node.mld ? await supplicant.request('MLO_STATUS') : '';
  const links = linksOf(several, /^freq=(\d+)$/gm);
  return {
    ...{ ...base(node, leased), ...links },
    connected: true,
    ssid: ssid ?? null,
    bssid: bssid ?? null,
    // Of several links wpa_supplicant says none.
    frequencyMhz: links.linksMhz?.[0] ?? frequencyMhz ?? null,
    signalDbm: signalDbm ?? null,
  };
}
