import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { Bss } from './bss.js';
import { defined } from './defined.js';
import { type PeerStatistics, stationOf, statisticsOf } from './station.js';

/** One of the links of an association over several (802.11be). */
export interface AffiliatedLink extends PeerStatistics {
  readonly linkId: number;
  readonly bssid: string;
  readonly frequencyMhz: number;
  readonly channel?: number;
}

/** The network an interface is in: what `iw dev X link` shows. Over several links, the first of them. */
export interface WifiLink extends PeerStatistics {
  readonly bssid: string;
  /** The address that the access point has over all links; the counters and rates are of all. */
  readonly mldMac?: string;
  /** All of them, where the association is one over several links, be it of one. */
  readonly links?: readonly AffiliatedLink[];
  readonly ssid: string;
  readonly frequencyMhz: number;
  readonly channel?: number;
  /** The port is open: keys are in place, where there are any. */
  readonly authorized: boolean;
}

const affiliated = (bss: Bss, peer: Nl80211 | undefined): AffiliatedLink => {
  const { linkId = 0, bssid, frequencyMhz, channel, signalDbm } = bss;
  const told = peer?.mloLinks?.find(({ mloLinkId }) => mloLinkId === linkId);
  return {
    linkId,
    bssid,
    frequencyMhz,
    ...defined({ channel, signalDbm }),
    ...statisticsOf(told?.staInfo),
  };
};

/** The networks that the interface is in: several where they are links of one. */
export function associated(networks: readonly Bss[]): Bss[] {
  return networks
    .filter(({ status }) => status === 'associated' || status === 'ibss-joined')
    .sort((one, other) => (one.linkId ?? 0) - (other.linkId ?? 0));
}

/** The peer is known by its address over all links, where it has one. */
export function linkOf(own: readonly Bss[], peers: readonly Nl80211[]): WifiLink | null {
  const [bss] = own;
  if (!bss) return null;
  const { mldMac, channel, signalDbm, beaconIntervalTu } = bss;
  const peer = peers.find(({ mac }) => mac === mldMac) ?? peers.find(({ mac }) => mac === bss.bssid);
  return {
    bssid: bss.bssid,
    ssid: bss.ssid,
    frequencyMhz: bss.frequencyMhz,
    authorized: peer !== undefined && stationOf(peer).authorized,
    ...defined({
      mldMac,
      links: mldMac === undefined ? undefined : own.map((each) => affiliated(each, peer)),
    }),
    ...defined({ channel, signalDbm, beaconIntervalTu }),
    ...statisticsOf(peer?.staInfo),
  };
}
