/** The links of an access point: what each says on the air, and its keys of groups. */
import { randomBytes } from 'node:crypto';
import type { Radio } from '@vwifi/nl80211';
import { buildElements, type Elements } from '@vwifi/nl80211/elements';
import { type AccessPointParts, accessPointParts } from '@vwifi/nl80211/netlink';
import type { GroupKeys } from './authenticator.js';
import { type LinkProfile, type Neighbour, neighbourReport, octetsOf, pointElement } from './multi-link.js';
import type { PointSettings } from './settings.js';

const AKM = { sae: 'SAE', owe: 'OWE' } as const;
/** Management frames are protected, and have to be. */
const MFP_REQUIRED = 0x00c0;
/** Hash to element, in an element whose first four bits are its length less one. */
const HASH_TO_ELEMENT = Uint8Array.of(0x20);
const OPERATING_CLASSES = [
  [2500, 81],
  [5250, 115],
  [5330, 118],
  [5735, 121],
  [5900, 125],
  [Number.POSITIVE_INFINITY, 131],
] as const;

export interface Link extends Neighbour {
  readonly frequencyMhz: number;
  /** Of its beacons. */
  readonly parts: AccessPointParts;
  /** What an answer says besides the status. */
  readonly answered: Elements;
  keys: GroupKeys;
}

/** The CRC of a name (802.11-2020, 9.4.2.170.3). */
function shortSsid(ssid: string): number {
  let crc = 0xffffffff;
  for (const octet of Buffer.from(ssid)) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const channelOf = (mhz: number): number =>
  mhz === 2484 ? 14 : (mhz - (mhz < 3000 ? 2407 : mhz < 5950 ? 5000 : 5950)) / 5;

/** Of the device's address another one for each link: locally administered. */
export function linkAddress(mld: string, id: number): string {
  const octets = Uint8Array.from(octetsOf(mld));
  octets[0] = ((octets[0] ?? 0) | 0x02) ^ ((id + 1) << 4);
  return Buffer.from(octets).toString('hex').replace(/..\B/g, '$&:');
}

export const newKeys = (before?: GroupKeys): GroupKeys => ({
  gtk: { index: before?.gtk.index === 1 ? 2 : 1, key: randomBytes(16), sequence: new Uint8Array(6) },
  igtk: { index: before?.igtk.index === 4 ? 5 : 4, key: randomBytes(16), sequence: new Uint8Array(6) },
});

/** All links of an access point of that address. */
export function linksOf(mld: string, radio: Radio, settings: PointSettings): Link[] {
  const { ssid, security, mld: several } = settings;
  const places = settings.links.map(({ frequencyMhz }, id) => ({
    ...{ id, mac: several ? linkAddress(mld, id) : mld, channel: channelOf(frequencyMhz) },
    operatingClass: OPERATING_CLASSES.find(([below]) => frequencyMhz < below)?.[1] ?? 131,
  }));
  const secured =
    security.type === 'open'
      ? {}
      : {
          rsn: {
            ...{ akms: [AKM[security.type]], pairwiseCiphers: ['CCMP-128'], groupCipher: 'CCMP-128' },
            ...{ capabilities: MFP_REQUIRED, groupManagementCipher: 'BIP-CMAC-128' },
          } as const,
          ...(security.type === 'sae' ? { rsnxe: { bits: HASH_TO_ELEMENT } } : {}),
        };
  return places.map((place, id) => {
    const { frequencyMhz, width = 'HT20' } = settings.links[id] as PointSettings['links'][number];
    const report = neighbourReport(
      places.filter((each) => each !== place),
      shortSsid(ssid),
    );
    const own = [...report, ...(several ? pointElement(mld, id, places.length) : [])];
    const standard = { standard: 'be', frequencyMhz, width } as const;
    const parts = accessPointParts(place.mac, { ...standard, ...secured, ssid, others: own }, radio);
    const { ssid: _ssid, rsn: _rsn, rsnxe: _rsnxe, others = [], ...can } = parts.said;
    const answered = buildElements({
      ...{ ...can, rates: parts.rates },
      others: [...others].filter((each) => !own.includes(each)),
    });
    return { ...place, frequencyMhz, parts, answered, keys: newKeys() };
  });
}

/** A link in the answer to who asked over another one. */
export const profileOf = ({ id, mac, parts, answered }: Link): LinkProfile => ({
  ...{ id, mac, capability: parts.capability, elements: answered },
});
