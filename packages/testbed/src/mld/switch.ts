/** A link goes to another channel, which its beacons announce (802.11-2020, 11.8.8). */
import type { Radio } from '@vwifi/nl80211';
import { type Element, Elements } from '@vwifi/nl80211/elements';
import type { Nl80211In } from '@vwifi/nl80211/netlink';
import { checkAllowed } from './country.js';
import { type Link, linksOf } from './links.js';
import type { PointSettings } from './settings.js';

const SWITCH = 37;
const EXTENDED_SWITCH = 60;
const SECONDARY_CHANNEL = 62;
const WRAPPER = 196;
const WIDE_BANDWIDTH = 194;
/** Stations may go on sending until then. */
const MODE = 0;
/** Where the counters of the first two elements stand, in octets from the first. */
const COUNTERS = [4, 10] as const;

const middleOf = (mhz: number): number => (mhz - (mhz < 5950 ? 5000 : 5950)) / 5;

/** How wide it will be: what HT says of 40 MHz, and VHT of more (9.4.2.159). */
function widthElements({ frequencyMhz, parts }: Link): Element[] {
  const { channelWidth, centerFreq1 = frequencyMhz } = parts.request;
  if (channelWidth === '40')
    return [{ id: SECONDARY_CHANNEL, data: Uint8Array.of(centerFreq1 > frequencyMhz ? 1 : 3) }];
  if (channelWidth !== '80' && channelWidth !== '160') return [];
  const middle = middleOf(centerFreq1);
  // Of 160 MHz the half with the primary channel, and the whole.
  const half = middle + (frequencyMhz < centerFreq1 ? -8 : 8);
  const segments = channelWidth === '80' ? [middle, 0] : [half, middle];
  return [{ id: WRAPPER, data: Uint8Array.of(WIDE_BANDWIDTH, 3, 1, ...segments) }];
}

/**
 * The request that has the kernel count down from `count` beacons, and move then. `now` is the link as it is, `next` as it
 * will be. undefined: 320 MHz, which these elements cannot say.
 */
function switchRequest(now: Link, next: Link, count: number): Nl80211In | undefined {
  const { request } = next.parts;
  const { channelWidth, wiphyFreq, wiphyChannelType, centerFreq1, centerFreq2 } = request;
  if (channelWidth === '320') return undefined;
  const announced = [
    { id: SWITCH, data: Uint8Array.of(MODE, next.channel, count) },
    { id: EXTENDED_SWITCH, data: Uint8Array.of(MODE, next.operatingClass, next.channel, count) },
    ...widthElements(next),
  ];
  const beacon = ({ parts }: Link) => ({
    ...{ beaconHead: parts.request.beaconHead, beaconTail: parts.request.beaconTail },
  });
  const tail = [...announced, ...(now.parts.request.beaconTail as Elements)];
  return {
    ...Object.fromEntries(
      Object.entries({ channelWidth, wiphyFreq, wiphyChannelType, centerFreq1, centerFreq2 }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
    ...{ ...beacon(next), chSwitchCount: count },
    csaIes: { ...beacon(now), beaconTail: Elements.from(tail), cntdwnOffsBeacon: [...COUNTERS] },
  } as Nl80211In;
}

/** The request that gives a link other beacons where it is: its neighbours have moved. */
export const beaconRequest = ({ parts: { request } }: Link): Nl80211In =>
  ({
    ...{ beaconHead: request.beaconHead, beaconTail: request.beaconTail },
  }) as Nl80211In;

/** What an access point is, and where one of its links is to go. */
interface Standing {
  readonly links: readonly Link[];
  readonly settings: PointSettings;
  readonly radio: Radio;
  readonly mac: string;
}
interface Wish {
  readonly id: number;
  readonly frequencyMhz: number;
  /** Beacons that announce it. */
  readonly count: number;
}

/** Where all links will be, and the request that begins it. */
export interface Move {
  readonly settings: PointSettings;
  readonly links: readonly Link[];
  readonly request: Nl80211In;
}

/** undefined: there is no such link, or it cannot go there. */
export function moveOf(
  { links, settings, radio, mac }: Standing,
  { id, frequencyMhz, count }: Wish,
): Move | undefined {
  const now = links[id];
  if (!now || links.some((each) => each.frequencyMhz === frequencyMhz) || !(count >= 1 && count <= 255))
    return undefined;
  const places = settings.links.map((each, at) => (at === id ? { ...each, frequencyMhz } : each));
  const after = { ...settings, links: places };
  try {
    checkAllowed(radio, after);
    const will = linksOf(mac, radio, after);
    const request = switchRequest(now, will[id] as Link, count);
    return request && { settings: after, links: will, request };
  } catch {
    // No channel, none that is allowed, or in no block of that width.
    return undefined;
  }
}
