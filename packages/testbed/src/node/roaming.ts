/** Access points that hand stations over: what each is configured with, and what it is told of the others. */
import { createHash } from 'node:crypto';
import { channelAt } from '../lab/channel.js';
import type { AccessPointNode } from '../lab/lab.js';
import { isFast, isLocalKey } from '../lab/security-lines.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lines of hostapd.conf. Two octets name the domain (802.11-2020, 9.4.2.46), six who holds keys. */
export function roamingLines(node: AccessPointNode): (readonly [string, string])[] {
  const { roaming, security } = node;
  if (roaming === undefined) return [];
  const known: (readonly [string, string])[] = [
    ['bss_transition', '1'],
    ['rrm_neighbor_report', '1'],
    ['rrm_beacon_report', '1'],
  ];
  if (!isFast(security)) return known;
  const key = digest(`keys of ${roaming}`);
  return [
    ...known,
    ['mobility_domain', digest(roaming).slice(0, 4)],
    ['r1_key_holder', digest(node.name).slice(0, 12)],
    ['ft_over_ds', '0'],
    // Of a passphrase every access point makes its keys; others are asked for over the cable, from whoever has them.
    ...(isLocalKey(security)
      ? ([['ft_psk_generate_local', '1']] as const)
      : ([
          ['pmk_r1_push', '0'],
          ['r0kh', `ff:ff:ff:ff:ff:ff * ${key}`],
          ['r1kh', `00:00:00:00:00:00 00:00:00:00:00:00 ${key}`],
        ] as const)),
  ];
}

/** Reachable, of the same security and keys (bits 0 to 3); a member of the same mobility domain (bit 10): 802.11-2020, figure 9-338. */
const INFORMATION = '0f040000';
const HT = '07';

/** Global operating classes of 20 MHz (802.11-2020, table E-4). */
const CLASSES: readonly (readonly [from: number, to: number, is: number])[] = [
  [2412, 2472, 81],
  [2484, 2484, 82],
  [5180, 5240, 115],
  [5260, 5320, 118],
  [5500, 5720, 121],
  [5745, 5805, 124],
  [5825, 5885, 125],
  [5955, 7115, 131],
];

const octet = (value: number): string => value.toString(16).padStart(2, '0');

/** What hostapd is told of a neighbour; undefined where its channel has no name. */
export function neighbourCommand(node: AccessPointNode, bssid: string): string | undefined {
  const { frequencyMhz, ssid } = node;
  const at = channelAt(frequencyMhz);
  const row = CLASSES.find(([from, to]) => from <= frequencyMhz && frequencyMhz <= to);
  if (!at || !row) return undefined;
  const report = [bssid.replaceAll(':', ''), INFORMATION, octet(row[2]), octet(at.channel), HT].join('');
  return `SET_NEIGHBOR ${bssid} ssid=${Buffer.from(ssid).toString('hex')} nr=${report}`;
}
